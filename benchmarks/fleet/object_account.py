"""What a fleet left in its object store: compared with the rows, and after people were forgotten."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.objects.object_store import Objects
from db.installation import installation_key
from db.memory.forgetting.erase_person import erase_everything_of
from db.objects.pixels import pixels_of
from db.objects.sweep import sweep
from db.pool import Pool, close_pool, open_pool

STRAYS_ARE_OLD_IN = 7_200.0
"""Nothing is under way any more: what no row names is a stray, however young."""
MOVED_SECONDS = 60.0
"""Longest until what stayed in Postgres has moved over."""
PROVED_SECONDS = 60.0
"""Longest that a fleet may take until somebody is forgotten in the object store too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    objects: int
    in_postgres: int
    """Pictures that did not move over within MOVED_SECONDS after the last fault."""
    stray_objects: int
    """Objects that processes left behind as they died; the sweep deleted them."""
    orphans: int
    """Objects without a row after the sweep."""
    missing: int
    """Rows without an object."""
    forgotten_people: int
    forgotten_seconds: float
    """Until the fleet had proved all of them gone."""
    forgotten_rows: int
    """That still name one of them."""
    forgotten_objects: int


async def reckon_objects(dsn: str, objects: Objects, people: Sequence[str]) -> Left:
    """While the fleet goes on, and nobody writes. `people` are forgotten on the way."""
    pool = await open_pool(dsn, max_size=2)
    try:
        pixels = await pixels_of(pool, objects, await installation_key(pool))
        in_postgres = await _settled(pool, _IN_POSTGRES, MOVED_SECONDS)
        swept = await sweep(pool, pixels, now=time.time() + STRAYS_ARE_OLD_IN)
        keys = await _keys(objects, pixels.home)
        named = {row["object"] for row in await pool.fetch(_NAMED)}
        began = time.monotonic()
        for person in people:
            await erase_everything_of(pool, person)
        await _settled(pool, _UNPROVED, PROVED_SECONDS)
        return Left(
            objects=len(keys), in_postgres=in_postgres, stray_objects=swept.stray, orphans=len(keys - named), missing=len(named - keys),
            forgotten_people=len(people), forgotten_seconds=round(time.monotonic() - began, 1),
            forgotten_rows=await _rows_of(pool, people),
            forgotten_objects=sum([len(await _keys(objects, pixels.folder_of(person))) for person in people]),
        )  # fmt: skip
    finally:
        await close_pool(pool)


async def _settled(pool: Pool, count: str, seconds: float) -> int:
    """What the chores have left after that time at most."""
    until = time.monotonic() + seconds
    while (left := await pool.fetchval(count)) and time.monotonic() < until:  # noqa: ASYNC110 - chores tell nobody
        await asyncio.sleep(0.5)
    return left


async def _keys(objects: Objects, folder: str) -> set[str]:
    return {key async for keys in objects.list(folder) for key in keys}


async def _rows_of(pool: Pool, people: Sequence[str]) -> int:
    """In every table, as text."""
    tables = await pool.fetch(_TABLES)
    count = "select count(*) from {} t where t::text ~ any($1::text[])"
    names = [rf"\m{person}\M" for person in people]
    return sum([await pool.fetchval(count.format(table["name"]), names) for table in tables])


_IN_POSTGRES = "select (select count(*) from images where data is not null) + (select count(*) from image_views where data is not null)"
_UNPROVED = "select count(*) from forgotten where proven_at is null"
_NAMED = "select object from images where object is not null union all select object from image_views where object is not null"
_TABLES = """
select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'procrastinate_events'
"""
