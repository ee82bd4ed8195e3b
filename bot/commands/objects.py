"""`python -m bot objects move | sweep`: pictures between Postgres and the object store."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from agent.errors import Misconfigured, StoreUnavailable
from bot.log import set_up_logging
from bot.object_store import open_objects
from bot.postgres.database import open_database
from bot.settings import Settings, secrets_of
from db.installation import installation_key
from db.objects.gone_objects import delete_gone
from db.objects.moving import left_to_move, move_in, move_out
from db.objects.pixels import Pixels, pixels_of
from db.objects.sweep import sweep
from db.pool import Pool, close_pool, open_pool

TOLD_EVERY = 1_000
"""Pictures between two lines of progress."""


async def move(settings: Settings, *, back: bool) -> int:
    """All pictures into the object store, or `back` into Postgres, with a line now and then. The bot may go on. Raises Misconfigured,
    StoreUnavailable; what was moved stays moved."""
    async with _opened(settings) as (pool, pixels):
        left = told = await left_to_move(pool, inwards=not back)
        print(f"{left:,} files to move.")
        while await (move_out if back else move_in)(pool, pixels):
            left = await left_to_move(pool, inwards=not back)
            if told - left >= TOLD_EVERY:
                told = left
                print(f"{left:,} are left.")
        while back and await delete_gone(pool, pixels):
            continue
        left = await left_to_move(pool, inwards=not back)
    if left:
        raise StoreUnavailable(f"{left:,} files could not be moved now; the same command goes on from there")
    print("All pictures are in Postgres." if back else "All pictures are in the object store.")
    return 0


async def compare(settings: Settings, *, now: float) -> int:
    """Compares objects and rows. `now`: Unix seconds. Raises Misconfigured, StoreUnavailable."""
    async with _opened(settings) as (pool, pixels):
        while await delete_gone(pool, pixels):
            continue
        swept = await sweep(pool, pixels, now=now)
    print(f"{swept.stray:,} objects that no picture names were deleted.")
    print(f"{swept.missing:,} pictures have no object any more.")
    return 1 if swept.missing else 0


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncGenerator[tuple[Pool, Pixels]]:
    set_up_logging("ERROR", secrets=secrets_of(settings))
    if not settings.objects:
        raise Misconfigured(
            "ATELIER_OBJECTS", "name the object store first: a folder, or s3://bucket?endpoint=https://..."
        )
    async with open_database(settings) as database, open_objects(settings) as objects:
        pool = await open_pool(database.dsn, max_size=8)
        try:
            yield pool, await pixels_of(pool, objects, await installation_key(pool))
        finally:
            await close_pool(pool)
