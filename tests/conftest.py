"""An embedded Postgres for the tests of one process, a database for each test, and no network but loopback."""

import asyncio
import gc
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import psycopg
import pytest
import uvloop

from db.pool import open_pool
from simulators.seaweedfs import SeaweedFS
from tests.databases import POSTGRES_PACKAGE, Databases, running_postgres
from tests.forked_workers import pytest_xdist_setupnodes
from tests.patience import PATIENCE_SECONDS

__all__ = ["pytest_xdist_setupnodes"]

TESTS_BETWEEN_COLLECTIONS = 100
"""Tests until everything is collected, not the young alone."""


def pytest_configure() -> None:
    """Garbage is collected between tests alone. By itself Python collects on whichever thread allocates next, and there 3.11 may close
    an async generator just while its loop closes it, and complain of that in a test that has no part in it.

    The embedded Postgres package holds one lock in the user's runtime folder while a server starts, for everybody on the machine: with
    a folder of its own no worker, and no other run of the tests, waits for a stranger's start."""
    gc.disable()
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="atelier-tests-run-")
    Path(
        os.environ["XDG_RUNTIME_DIR"], POSTGRES_PACKAGE
    ).mkdir()  # it does not make it, and would take /tmp instead


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests run on the event loop that the bot runs on. A folder whose simulator needs another says so in its own conftest."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The modules, and the tests themselves, live as long as the run: no later collection looks at them again."""
    gc.collect()
    gc.freeze()


_tests_run = 0


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """What a test leaves behind is collected, and complained of, at its own end."""
    global _tests_run
    _tests_run += 1
    gc.collect(1 if _tests_run % TESTS_BETWEEN_COLLECTIONS else 2)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[str], str]]:
    """The server of this process (each xdist worker has its own): database name to DSN."""
    with running_postgres() as uri:
        yield uri


@pytest.fixture(scope="session")
def seaweedfs() -> Iterator[SeaweedFS]:
    """A real S3 server of this process."""
    with SeaweedFS() as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres: Callable[[str], str]) -> Iterator[Databases]:
    with psycopg.connect(postgres("postgres"), autocommit=True) as maker:
        yield (made := Databases(maker, postgres))
        made.close()


@pytest.fixture
def empty_dsn(databases: Databases) -> Iterator[str]:
    """A database with nothing in it, not even the vector type."""
    with databases.fresh("template1") as made:
        yield made


@pytest.fixture
def dsn(databases: Databases) -> Iterator[str]:
    """A migrated database of this test alone."""
    with databases.lent() as lent:
        yield lent


@pytest.fixture(scope="module")
def module_dsn(databases: Databases) -> Iterator[str]:
    """A migrated database that the tests of one file share."""
    with databases.lent() as lent:
        yield lent


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(dsn, min_size=1, max_size=8)
    yield opened
    await asyncio.wait_for(opened.close(), timeout=PATIENCE_SECONDS)


# --- order -----------------------------------------------------------------------------------------------------

BEGUN_FIRST = (
    "tests/e2e", "tests/conversations", "tests/benchmarks", "tests/adapters/web/page", "tests/proposals", "tests/bot",
    "tests/adapters/media", "tests/db",
)  # fmt: skip
"""Folders whose files take long, the longest first: a worker that is done then finds something short, and none is left for the end."""


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """xdist's loadfile hands a file to whoever is done, in this order; what the tests of a file share is then made once."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker("database")  # so that `make fast` can leave it out
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    folders = enumerate(BEGUN_FIRST)
    return next((turn for turn, each in folders if item.nodeid.startswith(f"{each}/")), len(BEGUN_FIRST))


# --- no network ------------------------------------------------------------------------------------------------


class NetworkForbidden(OSError):
    """A test tried to leave this machine."""


def _is_local(address: object) -> bool:
    host = address[0] if isinstance(address, tuple) and address else address
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    return host in ("", "localhost", "::1", "0.0.0.0", "::") or str(host).startswith(
        ("127.", "/", "\0", "::ffff:127.")
    )


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Connections to anywhere but this machine fail, and fail the test even where the error was swallowed."""
    tried: list[object] = []

    def guarded(name: str) -> Callable[..., Any]:
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_local(address):
                tried.append(address)
                raise NetworkForbidden(f"tests do not leave this machine: {address}")
            return real(self, address)

        return connect

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
    yield
    assert not tried, f"this test tried to reach {tried}"
