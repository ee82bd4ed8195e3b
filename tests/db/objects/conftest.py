"""A house whose pictures are in an object store, in memory."""

import asyncpg
import pytest

from db.installation import installation_key
from db.objects.pixels import Pixels, pixels_of
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.fakes.stores.objects import FakeObjects


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def objects() -> FakeObjects:
    return FakeObjects()


@pytest.fixture
async def stored(pool: asyncpg.Pool, objects: FakeObjects, watch: Watch) -> Pixels:
    key = await installation_key(pool)
    home = (await pixels_of(pool, objects, key)).home
    return Pixels(objects, home=home, key=key, monotonic=watch)


@pytest.fixture
def house(pool: asyncpg.Pool, stored: Pixels) -> PgMemoryHouse:
    return PgMemoryHouse(pool, pixels=stored)
