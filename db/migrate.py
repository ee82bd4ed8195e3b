"""Brings a database to this code's schema: `NNNN_name.sql` in order, forward only, safe to run from many processes at once."""

import hashlib
import re
import tomllib
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from agent.errors import Misconfigured
from db.errors import guarded
from db.server_check import CANARY, check_direct, check_server

KNOWN_FILE = "known.toml"
_FILE_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_LOCK = 4_170_000_001  # any number that no other user of advisory locks in this database takes
_CONNECT_SECONDS = 10.0
_STATEMENT_SECONDS = 600.0  # a migration may rewrite a large table

Prepare = Callable[[asyncpg.Connection], Awaitable[None]]

_TABLE = """
create table if not exists schema_versions (
  version int primary key,
  name text not null,
  checksum text not null,
  applied_at timestamptz not null default now()
)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    version: int
    name: str
    sql: str
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """Checksums of what the file once held, and what brings a database of that time over ("" where the effect was the same)."""

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def read_migrations(folder: Path) -> list[Migration]:
    """All of the folder in order. Raises Misconfigured for a wrong file name, or a number given twice."""
    found: dict[int, Migration] = {}
    known = _read_known(folder / KNOWN_FILE)
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.match(path.name)
        if match is None:
            raise Misconfigured("migrations", f"{path.name} is not named NNNN_name.sql")
        version = int(match[1])
        if version in found:
            raise Misconfigured("migrations", f"{path.name} and {found[version].name} have the same number")
        sql = path.read_text(encoding="utf-8")
        found[version] = Migration(version=version, name=path.name, sql=sql, known=known.get(path.name, {}))
    if not found:
        raise Misconfigured("migrations", f"there are none in {folder}")
    return [found[version] for version in sorted(found)]


def _read_known(path: Path) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if path.exists():
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["known"]:
            found.setdefault(entry["file"], {})[entry["sha256"]] = entry.get("bring_over", "")
    return found


@guarded
async def migrate(
    dsn: str,
    folder: Path,
    *,
    prepare: Prepare | None = None,
    only: Collection[int] | None = None,
    restoring: bool = False,
) -> list[str]:
    """Applies what is missing, each file in a transaction of its own; returns the names applied, [] when up to date.
    `prepare` runs before the first, under the same lock: what the migrations build on (it looks for itself whether it is there).
    `only` these numbers: the schema that a backup was made with. `restoring`: by whom a backup is being read.

    Raises Misconfigured when the server cannot hold it, the database is newer than this code, a file that was applied has changed since,
    or a backup was not read to its end; StoreUnavailable."""
    migrations = read_migrations(folder)
    wanted = [migration for migration in migrations if only is None or migration.version in only]
    connection = await asyncpg.connect(
        dsn,
        timeout=_CONNECT_SECONDS,
        command_timeout=_STATEMENT_SECONDS,
        server_settings={"application_name": "atelier migrate", "client_min_messages": "warning", **CANARY},
    )
    try:
        await check_server(connection)
        await check_direct(connection)
        if not restoring:
            await _refuse_half_restored(connection)
        if prepare is not None:
            await _prepare(connection, prepare)
        return [m.name for m in wanted if await _apply(connection, m, newest=migrations[-1].version)]
    finally:
        await connection.close()


async def _refuse_half_restored(connection: asyncpg.Connection) -> None:
    """A backup that is not read to its end may hold people who had everything forgotten since."""
    if await connection.fetchval("select to_regclass('restoring') is not null"):
        raise Misconfigured(
            "DATABASE_URL", "a backup is being read into this database, or that was interrupted: then make it anew, empty, and restore "
            "once more",
        )  # fmt: skip


async def _prepare(connection: asyncpg.Connection, prepare: Prepare) -> None:
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await prepare(connection)


async def _apply(connection: asyncpg.Connection, migration: Migration, *, newest: int) -> bool:
    """One migration under the lock; False when it is there already, be it from another process a moment ago."""
    async with connection.transaction():
        # Held to the end of the transaction, so a process that dies here leaves neither lock nor half a schema.
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(_TABLE)
        applied = {
            row["version"]: row
            for row in await connection.fetch("select version, name, checksum from schema_versions")
        }
        _refuse_newer(max(applied, default=0), newest)
        if migration.version in applied:
            await _bring_over(connection, migration, applied[migration.version]["checksum"])
            return False
        await connection.execute(migration.sql)
        await connection.execute(
            "insert into schema_versions (version, name, checksum) values ($1, $2, $3)",
            migration.version, migration.name, migration.checksum,
        )  # fmt: skip
        return True


def _refuse_newer(there: int, newest: int) -> None:
    if there > newest:
        raise Misconfigured(
            "DATABASE_URL",
            f"the database has schema {there}, this code knows {newest}: it was used by a newer Atelier. "
            "Update this one, or point DATABASE_URL at another database",
        )


async def _bring_over(connection: asyncpg.Connection, migration: Migration, checksum: str) -> None:
    """What another content of the file left behind becomes what this one leaves. Raises Misconfigured for one that is not known."""
    if checksum == migration.checksum:
        return
    if checksum not in migration.known:
        raise Misconfigured(
            "migrations",
            f"{migration.name} was applied to this database with other content, which this Atelier does not know. If the file was "
            "changed here, put it back as it was and make the change in a new migration. If the database is of a version before "
            "all that migrations/known.toml lists, let people /export with that version, and start this one on an empty database",
        )
    if statements := migration.known[checksum]:
        await connection.execute(statements)
    await connection.execute(
        "update schema_versions set checksum = $2 where version = $1", migration.version, migration.checksum
    )
