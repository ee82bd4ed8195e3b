"""Writes a backup: one zip file, as the database was at one moment, while the bot may go on."""

import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import asyncpg

from agent.errors import Misconfigured
from agent.ports import ObjectStore
from db.backup.kept import Table, sequences, tables
from db.backup.object_files import object_keys, write_objects
from db.errors import guarded
from db.pool import CONNECT_SECONDS

FORMAT = 1
MANIFEST = "manifest.json"
HOURS_MAX = 12
"""A backup that takes longer than this ends as one that failed."""
_LITTLE_EFFORT = 1
"""Of deflate's nine: words shrink to a quarter all the same, and pictures not at all."""
_PIXELS = "images"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    taken_at: datetime
    schema: tuple[int, ...]
    """Numbers of the migrations that its tables come from."""
    rows: dict[str, int]
    """By table, in the order in which they have to be written."""
    columns: dict[str, list[str]]
    sequences: dict[str, int]

    def to_json(self) -> str:
        return json.dumps({
            "format": FORMAT, "taken_at": self.taken_at.isoformat(), "schema": self.schema, "rows": self.rows,
            "columns": self.columns, "sequences": self.sequences,
        }, indent=1)  # fmt: skip


def entry_of(table: str) -> str:
    return f"tables/{table}.copy"


@guarded
async def write_backup(
    dsn: str, target: Path, *, objects: ObjectStore | None = None, whole: bool = True
) -> Manifest:
    """Everything into a new file. It has its name once it is whole: what an interrupted run leaves behind ends in `.part`.
    `whole`: what lies in the object store comes along; without, who reads it goes on with the same objects.

    Raises Misconfigured (the file; pictures lie in an object store and none is named), StoreUnavailable."""
    _refuse_existing(target)
    part = target.with_name(target.name + ".part")
    connection = await asyncpg.connect(
        dsn,
        timeout=CONNECT_SECONDS,
        server_settings={"application_name": "atelier backup", "timezone": "UTC"},
    )
    try:
        # Whoever reads it reads everybody's memories and the installation's secret.
        with _private(part) as file, zipfile.ZipFile(file, "w", compresslevel=_LITTLE_EFFORT) as archive:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                manifest = await _write(connection, archive)
                keys = await object_keys(connection) if whole else ()
            if keys:
                await write_objects(archive, keys, objects)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Misconfigured("FILE", f"{target} cannot be written: {error.strerror or error}") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    finally:
        await connection.close()
    part.rename(target)
    return manifest


def _refuse_existing(target: Path) -> None:
    if target.exists():
        raise Misconfigured("FILE", f"{target} is there already; backups are never overwritten")


def copied(tag: str) -> int:
    """How many rows, of what Postgres says when a COPY is over.

    >>> copied("COPY 12")
    12
    """
    return int(tag.rpartition(" ")[2])


def _private(path: Path) -> IO[bytes]:
    path.touch(mode=0o600)
    return path.open("wb")


async def _write(connection: asyncpg.Connection, archive: zipfile.ZipFile) -> Manifest:
    found = await tables(connection)
    rows = {table.name: await _write_table(connection, archive, table) for table in found}
    manifest = Manifest(
        taken_at=await connection.fetchval("select now()"),
        schema=tuple(
            row[0] for row in await connection.fetch("select version from schema_versions order by 1")
        ),
        rows=rows,
        columns={table.name: [*table.columns] for table in found},
        sequences=dict(await sequences(connection)),
    )
    archive.writestr(MANIFEST, manifest.to_json())
    return manifest


async def _write_table(connection: asyncpg.Connection, archive: zipfile.ZipFile, table: Table) -> int:
    """How many rows."""
    entry = zipfile.ZipInfo(entry_of(table.name))
    entry.compress_type = zipfile.ZIP_STORED if table.name == _PIXELS else zipfile.ZIP_DEFLATED
    with archive.open(entry, "w", force_zip64=True) as out:

        async def write(data: bytes) -> None:
            out.write(data)

        done: str = await connection.copy_from_query(
            table.selection, output=write, format="binary", timeout=HOURS_MAX * 3600
        )
    return copied(done)
