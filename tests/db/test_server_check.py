"""A Postgres that cannot hold Atelier is told so in words, each with its mend; never by a traceback."""

from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg
import pytest

from agent.errors import Misconfigured
from db.migrate import migrate
from db.server_check import ServerFacts, check_server, judge
from tests.databases import MIGRATIONS, with_queue
from tests.db.pooler import pooler

GOOD = ServerFacts(
    version="18.1", major=18, encoding="UTF8", is_standby=False, role="atelier", database="atelier", may_create=True,
    has_vector=False, vector_available=True, may_make_vector=True,
)  # fmt: skip


def test_a_server_that_has_everything_is_taken() -> None:
    judge(GOOD)
    judge(replace(GOOD, version="19.0", major=19, has_vector=True, may_make_vector=False))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (
            replace(GOOD, version="16.4 (Debian)", major=16),
            r"Postgres 16\.4 \(Debian\).*needs 18.*docs/operations\.md",
        ),
        (replace(GOOD, version="15.13", major=15, vector_available=False), r"15\.13.*needs 18"),
        (replace(GOOD, vector_available=False), "no pgvector: install"),
        (
            replace(GOOD, may_make_vector=False),
            "role atelier may not create the extension.*create extension vector",
        ),
        (replace(GOOD, may_create=False), "role atelier may not create tables"),
        (replace(GOOD, encoding="SQL_ASCII"), "SQL_ASCII.*UTF8"),
        (replace(GOOD, is_standby=True), "standby.*primary"),
    ],
)
def test_each_wrong_server_is_told_what_to_do(facts: ServerFacts, words: str) -> None:
    with pytest.raises(Misconfigured, match=f"(?s)DATABASE_URL: .*{words}"):
        judge(facts)


@pytest.fixture
async def plain_role(empty_dsn: str) -> AsyncIterator[str]:
    """The address of an empty database for a role that owns nothing."""
    name = f"plain_{uuid4().hex[:8]}"
    admin = await asyncpg.connect(empty_dsn)
    await admin.execute(f"create role {name} login")
    parts = urlsplit(empty_dsn)
    yield urlunsplit(parts._replace(netloc=f"{name}:@{parts.hostname or ''}"))
    await admin.execute(f"drop owned by {name}; drop role {name}")
    await admin.close()


async def test_a_role_without_rights_is_told_so_by_a_real_server(plain_role: str, empty_dsn: str) -> None:
    with pytest.raises(Misconfigured, match="may not create the extension vector"):
        await migrate(plain_role, MIGRATIONS, prepare=with_queue)

    admin = await asyncpg.connect(empty_dsn)
    await admin.execute("create extension vector")
    await check_server(admin)
    await admin.close()
    with pytest.raises(Misconfigured, match="may not create tables"):
        await migrate(plain_role, MIGRATIONS, prepare=with_queue)


@pytest.mark.parametrize("ignores", [False, True], ids=["refuses settings", "drops settings"])
async def test_a_pooler_in_between_is_told_apart_from_postgres(empty_dsn: str, ignores: bool) -> None:
    """With it a start went well, and locks and time limits were lost later."""
    async with pooler(empty_dsn, ignores=ignores) as address:
        with pytest.raises(Misconfigured, match=r"DATABASE_URL: a pooler.*Postgres' own address"):
            await migrate(address, MIGRATIONS, prepare=with_queue)
