"""Reads a backup into an empty database, of whatever server: first the schema it was made with, then its rows, then what the schema
has become since, and last the people who had everything forgotten after it was made."""

import json
import zipfile
from collections.abc import AsyncGenerator, Collection
from pathlib import Path

import asyncpg
import pydantic

from agent.errors import BadInput, Misconfigured
from agent.ports import ObjectStore
from db.backup.kept import LEFT_OUT, OF_THIS_DATABASE, READING_POSITIONS, quoted, tables
from db.backup.object_files import place_objects
from db.backup.writing import FORMAT, HOURS_MAX, MANIFEST, Manifest, copied, entry_of
from db.errors import guarded
from db.memory.forgetting.forgotten_people import ForgottenPerson, forget_again
from db.migrate import Prepare, migrate, read_migrations
from db.pool import CONNECT_SECONDS

CHUNK_BYTES = 1 << 20
MANIFEST_BYTES_MAX = 4 << 20
_MANIFEST = pydantic.TypeAdapter(Manifest)
_TOLD = ("taken_at", "schema", "rows", "columns", "sequences")
_MADE_BY_MIGRATIONS = frozenset({"installation", "object_home"})


def read_manifest(source: Path) -> Manifest:
    """Raises BadInput: not a backup, cut off, or of a newer format."""
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.getinfo(MANIFEST).file_size > MANIFEST_BYTES_MAX:
                raise ValueError("its manifest is too large")
            told = json.loads(archive.read(MANIFEST))
        if told["format"] != FORMAT:
            raise BadInput(
                f"{source} is a backup of format {told['format']}; this Atelier reads {FORMAT}. Update it."
            )
        manifest = _MANIFEST.validate_python({name: told[name] for name in _TOLD})
        if manifest.rows.keys() != manifest.columns.keys():
            raise ValueError("it does not name the columns of each of its tables")
        return manifest
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BadInput(f"{source} cannot be read as a backup: {error}") from error


@guarded
async def read_backup(
    source: Path,
    dsn: str,
    migrations: Path,
    *,
    prepare: Prepare,
    forgotten: Collection[ForgottenPerson] = (),
    same_moment: bool = False,
    objects: ObjectStore | None = None,
) -> int:
    """How many people were forgotten once more. `same_moment`: nothing was said since it was made, so that reading goes on where it was,
    with the same objects. `objects`: where the pictures go, None: into Postgres.

    Raises BadInput (the file), Misconfigured (the database is not empty, the backup is of a newer Atelier), StoreUnavailable."""
    manifest = read_manifest(source)
    unknown = set(manifest.schema) - {migration.version for migration in read_migrations(migrations)}
    if unknown:
        raise Misconfigured(
            "FILE", f"{source} was made by a newer Atelier (schema {max(unknown)}): update this one first"
        )
    await _refuse_used(dsn)
    await migrate(dsn, migrations, prepare=prepare, only=frozenset(manifest.schema))
    connection = await _connect(dsn)
    try:
        async with connection.transaction():
            await connection.execute("create table restoring ()")  # until all is done nothing may start on it
            await _read_tables(
                connection,
                source,
                manifest,
                left_out=set() if same_moment else {READING_POSITIONS, *OF_THIS_DATABASE},
            )
        await migrate(dsn, migrations, restoring=True)
        if not same_moment:
            await place_objects(connection, source, objects)
        async with connection.transaction():
            again = await forget_again(connection, manifest.taken_at, forgotten)
            await connection.execute("drop table restoring")
        await connection.execute("analyze")
    finally:
        await connection.close()
    return again


async def _connect(dsn: str) -> asyncpg.Connection:
    return await asyncpg.connect(
        dsn,
        timeout=CONNECT_SECONDS,
        server_settings={"application_name": "atelier restore", "timezone": "UTC"},
    )


async def _refuse_used(dsn: str) -> None:
    """A database in which anything is kept is somebody's."""
    connection = await _connect(dsn)
    try:
        if await connection.fetchval("select to_regclass('restoring') is not null"):
            raise Misconfigured(
                "DATABASE_URL", "a restore into this database was interrupted: make it anew, empty"
            )
        for table in await tables(connection):
            if table.name not in _MADE_BY_MIGRATIONS and await connection.fetchval(
                f"select exists (select from {quoted(table.name)})"
            ):
                raise Misconfigured(
                    "DATABASE_URL", f"this database is not empty ({table.name}): restore into a new one, and point DATABASE_URL or "
                    "ATELIER_DATA_DIR at that",
                )  # fmt: skip
    finally:
        await connection.close()


async def _read_tables(
    connection: asyncpg.Connection, source: Path, manifest: Manifest, *, left_out: Collection[str]
) -> None:
    known = {table.name: set(table.columns) for table in await tables(connection)}
    with zipfile.ZipFile(source) as archive:
        entries = set(archive.namelist())
        for name, rows in manifest.rows.items():
            if name in LEFT_OUT or name in left_out:
                continue
            columns = manifest.columns[name]
            if name not in known or not columns or not set(columns) <= known[name]:
                raise BadInput(f"{source} holds a table {name} that its schema does not have")
            if entry_of(name) not in entries:
                raise BadInput(f"{source} is damaged: {name} is not in it")
            await connection.execute(
                f"delete from {quoted(name)}"
            )  # what a migration put there is in the backup too
            done: str = await connection.copy_to_table(
                name,
                source=_chunks(archive, name),
                columns=columns,
                format="binary",
                timeout=HOURS_MAX * 3600,
            )
            if copied(done) != rows:
                raise BadInput(f"{source} is damaged: {name} has {copied(done)} rows of {rows}")
    for name, last in manifest.sequences.items():
        await connection.execute("select setval(to_regclass($1), $2)", quoted(name), last)


async def _chunks(archive: zipfile.ZipFile, table: str) -> AsyncGenerator[bytes]:
    with archive.open(entry_of(table)) as entry:
        while chunk := entry.read(CHUNK_BYTES):
            yield chunk
