"""What rows no longer name is deleted, and who was forgotten is proved to be gone: the chore `objects`."""

import logging
import time
from collections.abc import Sequence

from agent.errors import AtelierError
from db.errors import guarded
from db.objects.moving import move_in
from db.objects.pixels import Pixels, key_time, person_folder
from db.pool import Pool

GONE_AT_ONCE = 250
PROVED_AT_ONCE = 50
RUN_SECONDS = 120.0
STRAY_SECONDS = 3_600.0
"""Of somebody who is forgotten, an object this old whose row was never written belongs to nobody: what is stored is named by its row within
minutes."""

log = logging.getLogger(__name__)


@guarded
async def tend_objects(pool: Pool, pixels: Pixels) -> None:
    """One run; what is left waits for the next. Raises StoreUnavailable."""
    until = time.monotonic() + RUN_SECONDS
    while time.monotonic() < until and await delete_gone(pool, pixels):
        continue
    await prove_forgotten(pool, pixels, now=time.time())
    while time.monotonic() < until and await move_in(pool, pixels):
        continue


async def delete_gone(pool: Pool, pixels: Pixels) -> int:
    """How many were deleted and struck off."""
    keys = [row["key"] for row in await pool.fetch(_GONE, GONE_AT_ONCE)]
    ours = [key for key in keys if key.startswith(f"{pixels.home}/")]
    if ours:
        if pixels.objects is None:  # a process that was started without: not its to strike off
            return 0
        await pixels.objects.delete(ours)
    await pool.execute("delete from objects_gone where key = any($1::text[])", keys)
    return len(keys)


async def prove_forgotten(pool: Pool, pixels: Pixels, *, now: float) -> int:
    """How many people were shown to have nothing left. `now`: Unix seconds."""
    proved = 0
    for row in await pool.fetch(_UNPROVED, PROVED_AT_ONCE):
        try:
            if await _has_nothing(pool, pixels, row["person"], now):
                await pool.execute(_PROVED, row["person"], row["at"])
                proved += 1
        except AtelierError as error:
            log.warning(
                "a forgotten person is not proved yet", extra={"action": "proof_waits", "why": str(error)}
            )
            raise
    return proved


async def _has_nothing(pool: Pool, pixels: Pixels, person: bytes, now: float) -> bool:
    """That nothing lies in their folder but what a row names: pictures that others remember, and what was made since."""
    if pixels.objects is None:
        return True
    left = 0
    async for keys in pixels.objects.list(person_folder(pixels.home, person)):
        strays = await unnamed(pool, [*keys])
        old = [key for key in strays if key_time(key) < now - STRAY_SECONDS]
        await pixels.objects.delete(old)
        left += len(strays) - len(old)
    return left == 0


async def unnamed(pool: Pool, keys: Sequence[str]) -> Sequence[str]:
    """Those that no row names."""
    return [row["key"] for row in await pool.fetch(_UNNAMED, list(keys))]


_GONE = "select key from objects_gone order by at limit $1"
# Who is still to be gone through once more (turns that were under way) comes after that.
_UNPROVED = """
select f.person, f.at from forgotten f
where (f.proven_at is null or f.proven_at < f.at) and not exists (
  select from erasures e, installation k where sha256(k.key || convert_to(e.author, 'UTF8')) = f.person)
order by f.at limit $1
"""
_PROVED = "update forgotten set proven_at = now() where person = $1 and at = $2"
_UNNAMED = """
select k.key from unnest($1::text[]) k(key)
where not exists (select from images i where i.object = k.key) and not exists (select from image_views v where v.object = k.key)
"""
