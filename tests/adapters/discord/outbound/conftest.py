"""What the tests of posting share."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import World


@pytest.fixture
async def asked(world: World) -> World:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    return world


@pytest.fixture
async def heard(wire: Wire) -> Wire:
    """Where the bot was asked for a fox."""
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    return wire


@pytest.fixture
async def outbound(wire: Wire) -> AsyncIterator[DiscordOutbound]:
    """Of a process without a gateway."""
    made = DiscordOutbound(wire.config)
    yield made
    await made.close()
