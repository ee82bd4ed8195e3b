"""A bot that only posts, and the chats that it posts to."""

from collections.abc import AsyncGenerator

import pytest

from simulators.telegram.world import JSON, Chat, World
from tests.worlds.telegram_bench import Bench, bench, still_clock


@pytest.fixture
async def telegram(world: World) -> AsyncGenerator[Bench]:
    async with bench(world, listens=False, clock=still_clock) as running:
        yield running


@pytest.fixture
def private(world: World, ann: JSON) -> Chat:
    return world.private(ann)


@pytest.fixture
def club(world: World) -> Chat:
    return world.group()
