"""Objects and rows compared, both ways: what was stored and never named is deleted; what is named and not there is told."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from agent.errors import NotFound
from agent.ports import ObjectStore
from db.errors import guarded
from db.objects.gone_objects import STRAY_SECONDS, unnamed
from db.objects.pixels import Pixels, key_time
from db.pool import Pool

SWEPT_EVERY_HOURS = 23.0
"""The timer looks each hour; a day's sweep is one."""
FOLDERS = 256
UNNAMED_SECONDS = 86_400.0
"""An object this old that no row names is a stray. Its key tells its maker's clock, and a fleet's clocks may be hours apart."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    stray: int = 0
    """Objects without a row, older than UNNAMED_SECONDS: deleted."""
    missing: int = 0
    """Rows whose object is not there: their pictures cannot be shown."""


@guarded
async def sweep_daily(pool: Pool, pixels: Pixels, *, now: float) -> None:
    """`sweep`, unless that was done today."""
    if pixels.objects is not None and await pool.fetchval(_IS_DUE, SWEPT_EVERY_HOURS):
        await sweep(pool, pixels, now=now)


@guarded
async def sweep(pool: Pool, pixels: Pixels, *, now: float) -> Swept:
    """Folder by folder, so that no more than a part of all keys is held in memory. `now`: Unix seconds. Raises StoreUnavailable."""
    if pixels.objects is None:
        return Swept()
    stray = missing = objects = size = 0
    for number in range(FOLDERS):
        folder = f"{pixels.home}/{number:02x}"
        there: dict[str, int] = {}
        async for page in pixels.objects.list(folder):
            there.update(page)
            for key in await _delete_strays(pool, pixels.objects, [*page], now):
                there.pop(key)
                stray += 1
        missing += await _missing(pool, pixels.objects, folder, there.keys(), now)
        objects, size = objects + len(there), size + sum(there.values())
    if missing:
        log.error("objects are missing", extra={"action": "objects_missing", "count": missing})
    await pool.execute(_SWEPT, stray, missing, objects, size)
    return Swept(stray=stray, missing=missing)


async def _delete_strays(pool: Pool, objects: ObjectStore, keys: Sequence[str], now: float) -> Sequence[str]:
    """Them."""
    old = [key for key in keys if key_time(key) < now - UNNAMED_SECONDS]
    strays = await unnamed(pool, old)
    await objects.delete(strays)
    return strays


async def _missing(pool: Pool, objects: ObjectStore, folder: str, there: Collection[str], now: float) -> int:
    """Of what was there before the list was made. Each is looked at once more by itself: it may have gone with its row meanwhile."""
    named = [row["object"] for row in await pool.fetch(_NAMED, f"{folder}/", f"{folder}0")]
    suspects = [key for key in named if key not in there and key_time(key) < now - STRAY_SECONDS]
    lost = [key for key in suspects if not await _is_there(objects, key)]
    return len(lost) - len(await unnamed(pool, lost))


async def _is_there(objects: ObjectStore, key: str) -> bool:
    try:
        await objects.get(key)
    except NotFound:
        return False
    return True


_SWEPT = "update object_home set swept_at = now(), stray = $1, missing = $2, objects = $3, bytes = $4"
_IS_DUE = """
select swept_at is null or swept_at < now() - make_interval(secs => $1 * 3600) from object_home
"""
# "0" comes after "/": all keys of one folder, in the order of bytes that both columns have.
_NAMED = """
select object from images where object >= $1 and object < $2
union all select object from image_views where object >= $1 and object < $2
"""
