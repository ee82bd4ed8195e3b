"""The objects of a backup: each is a file of the zip, under its key."""

import asyncio
import zipfile
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from agent.errors import Misconfigured, NotFound
from agent.ports import ObjectStore
from db.objects.pixels import Pixels
from db.pool import Connection

FOLDER = "objects/"
READ_AT_ONCE = 8
"""Pictures that are held in memory."""


async def object_keys(connection: Connection) -> Sequence[str]:
    """Of all pictures; () where the schema is from before there were objects."""
    if not await connection.fetchval("select to_regclass('object_home') is not null"):
        return ()
    return [row["object"] for row in await connection.fetch(_KEYS)]


async def write_objects(archive: zipfile.ZipFile, keys: Sequence[str], objects: ObjectStore | None) -> None:
    """What went since the rows were read is left out. Raises Misconfigured, StoreUnavailable."""
    if objects is None:
        raise Misconfigured(
            "ATELIER_OBJECTS",
            "this installation's pictures are in an object store: name it, as the bot has it",
        )
    for start in range(0, len(keys), READ_AT_ONCE):
        some = keys[start : start + READ_AT_ONCE]
        for key, data in zip(some, await asyncio.gather(*(_read(objects, key) for key in some)), strict=True):
            if data is not None:
                archive.writestr(zipfile.ZipInfo(FOLDER + key), data, zipfile.ZIP_STORED)


async def _read(objects: ObjectStore, key: str) -> bytes | None:
    try:
        return await objects.get(key)
    except NotFound:
        return None


async def place_objects(connection: asyncpg.Connection, source: Path, objects: ObjectStore | None) -> None:
    """What the rows just read name gets a place of this database's own: in its object store under a new key, or in Postgres. A picture
    whose object is not in the file went while the backup was written, and goes. Raises StoreUnavailable."""
    row = await connection.fetchrow("select h.home::text, k.key from object_home h, installation k")
    assert row is not None, "both are made by the schema and the backup"
    pixels = Pixels(objects, home=row["home"], key=row["key"])
    with zipfile.ZipFile(source) as archive:
        there = set(archive.namelist())
        for table, rows in [(table, await connection.fetch(query)) for table, query in _NAMED.items()]:
            for named in rows:
                if FOLDER + named["object"] not in there:
                    await connection.execute(_DROP[table], named["id"])
                    continue
                data = archive.read(FOLDER + named["object"])
                placed = await pixels.place(data, owner=named["owner"], media_type=named["media_type"])
                await connection.execute(_PLACE[table], named["id"], placed.data, placed.object)
    await connection.execute("delete from objects_gone")  # the triggers wrote what is the original's


_KEYS = """
select object from images where object is not null union all select object from image_views where object is not null
"""
_NAMED = {
    "images": "select id, owner, media_type, object from images where object is not null",
    "image_views": """
select v.image as id, i.owner, v.media_type, v.object from image_views v join images i on i.id = v.image where v.object is not null""",
}
_DROP = {
    "images": "delete from images where id = $1",
    "image_views": "delete from image_views where image = $1",
}
_PLACE = {
    "images": "update images set data = $2, object = $3 where id = $1",
    "image_views": "update image_views set data = $2, object = $3 where image = $1",
}
