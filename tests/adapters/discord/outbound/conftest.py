"""What the tests of posting share."""

import pytest

from tests.worlds.discord_world import World


@pytest.fixture
async def asked(world: World) -> World:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    return world
