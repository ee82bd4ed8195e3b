"""The embedded Postgres: stopped with its last user, also after a user that was killed."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.postgres.embedded_postgres import USERS_FILE, EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not under pytest's own temp folder: as root, the server runs as another user, who may not enter there.
    home = Path(tempfile.mkdtemp(prefix="atelier-embedded-"))
    yield home / "postgres"
    shutil.rmtree(home, ignore_errors=True)


async def test_a_user_that_was_killed_does_not_keep_the_server_running(folder: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])  # noqa: ASYNC220 # its id is what is wanted
    dead.wait()
    folder.mkdir()  # noqa: ASYNC240 # an empty folder

    async with EmbeddedPostgres(folder) as dsn:
        assert "postgresql://" in dsn
        users = json.loads((folder / USERS_FILE).read_text())
        (folder / USERS_FILE).write_text(json.dumps([dead.pid, *users]))

    assert not (folder / "postmaster.pid").exists()
