"""An installation's pictures from Postgres into the object store, or back, while it runs: one picture after the other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from agent.errors import NotFound
from db.errors import guarded
from db.objects.pixels import Pixels, Placed, give_up
from db.pool import Pool

MOVED_TOGETHER = 32
AT_ONCE = 4
"""Pictures that are held in memory."""


@guarded
async def move_in(pool: Pool, pixels: Pixels) -> int:
    """Some of what is in Postgres goes into the object store; how many were moved. 0: nothing is left, or there is no object store."""
    if pixels.objects is None:
        return 0
    return await _each(await pool.fetch(_IN_DATABASE, MOVED_TOGETHER), lambda row: _in(pool, pixels, row))


@guarded
async def move_out(pool: Pool, pixels: Pixels) -> int:
    """The other way."""
    return await _each(await pool.fetch(_IN_STORE, MOVED_TOGETHER), lambda row: _out(pool, pixels, row))


@guarded
async def left_to_move(pool: Pool, *, inwards: bool) -> int:
    """Files that are still where they were."""
    return await pool.fetchval(_LEFT_INWARDS if inwards else _LEFT_OUTWARDS)


async def _each(rows: Sequence[Any], move: Callable[[Any], Awaitable[bool]]) -> int:
    places = asyncio.Semaphore(AT_ONCE)

    async def moved(row: Any) -> bool:
        async with places:
            return await move(row)

    return sum(await asyncio.gather(*(moved(row) for row in rows)))


async def _in(pool: Pool, pixels: Pixels, row: Any) -> bool:
    whole = await pool.fetchrow(_READ[row["of"]], row["id"])
    if whole is None:  # it went meanwhile
        return False
    placed = await pixels.place(whole["data"], owner=whole["owner"], media_type=whole["media_type"])
    if placed.object is None:
        return False
    async with pool.acquire() as connection, connection.transaction():
        named = await connection.fetchval(_NAME[row["of"]], row["id"], placed.object)
        if named is None:
            await give_up(connection, placed)
    return named is not None


async def _out(pool: Pool, pixels: Pixels, row: Any) -> bool:
    try:
        data = await pixels.read(Placed(object=row["object"]))
    except NotFound:  # it went meanwhile, or is missing: then there is nothing to move
        return False
    return await pool.fetchval(_BRING[row["of"]], row["id"], row["object"], data) is not None


_IN_DATABASE = """
(select 'images' as of, id from images where object is null order by id limit $1)
union all (select 'image_views', image from image_views where object is null order by image limit $1)
limit $1
"""
_IN_STORE = """
(select 'images' as of, id, object from images where object is not null limit $1)
union all (select 'image_views', image, object from image_views where object is not null limit $1)
limit $1
"""
_LEFT_INWARDS = """
select (select count(*) from images where object is null) + (select count(*) from image_views where object is null)
"""
_LEFT_OUTWARDS = """
select (select count(*) from images where object is not null) + (select count(*) from image_views where object is not null)
"""
_READ = {
    "images": "select owner, media_type, data from images where id = $1 and object is null",
    "image_views": """
select i.owner, v.media_type, v.data from image_views v join images i on i.id = v.image where v.image = $1 and v.object is null""",
}
_NAME = {
    "images": """
update images set object = $2, data = null, bytes = octet_length(data) where id = $1 and object is null returning id""",
    "image_views": "update image_views set object = $2, data = null where image = $1 and object is null returning image",
}
_BRING = {
    "images": "update images set data = $3, object = null where id = $1 and object = $2 returning id",
    "image_views": "update image_views set data = $3, object = null where image = $1 and object = $2 returning image",
}
