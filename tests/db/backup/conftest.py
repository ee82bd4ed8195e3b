"""A house with something in every room, and an empty database to restore into."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from db.installation import installation_key
from db.pool import close_pool, open_pool
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse


@pytest.fixture
async def house(dsn: str) -> AsyncIterator[PgMemoryHouse]:
    """Ana's and Bob's memories and pictures, and a turn of Bob's that is still under way."""
    pool: asyncpg.Pool = await open_pool(dsn, min_size=1, max_size=4)
    try:
        yield await lived_in(pool)
    finally:
        await close_pool(pool)


async def lived_in(pool: asyncpg.Pool) -> PgMemoryHouse:
    await installation_key(pool)
    house = PgMemoryHouse(pool)
    for person, word in ((ANA, "watercolour"), (BOB, "woodcut")):
        await tell(house, f"prefers {word}", by=person)
        await house.post(f"a boat in {word}", pixels(word), by=person, place=ART)
    await house.hear("draw a harbour", by=BOB, place=ART)
    await pool.execute("insert into watermarks (platform, channel, message) values ('discord', '7', 99)")
    return house
