"""Discord for the tests: simulated in the process, or our own on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from simcord.env import Env

from adapters.discord.config import DiscordConfig
from adapters.discord.http.rest import Rest
from adapters.discord.outbound.outbound import DiscordOutbound
from simulators.discord.server import discord_server
from simulators.discord.shapes import TOKEN
from tests.fakes.board import FakeDesk
from tests.fakes.intake import FakeIntake
from tests.fakes.stores.read_positions import FakeReadPositions
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import CONFIG, World, new_client


def pytest_asyncio_loop_factories(
    item: pytest.Function,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]] | None:
    """simcord moves the time of asyncio's own loop, and no other's."""
    return {"asyncio": asyncio.new_event_loop} if "env" in item.fixturenames else None


@pytest.fixture
async def env() -> AsyncIterator[Env]:
    """A Discord that runs our client; what the client raises fails the test."""
    client = new_client(FakeIntake(), FakeDesk(), FakeReadPositions())
    env = Env(client)
    await env.start()
    yield env
    await env.shutdown()
    env.raise_errors()


@pytest.fixture
async def world(env: Env) -> World:
    guild = env.create_guild()
    channel = guild.create_text_channel("art")
    ana = guild.add_member(env.create_user("ana"))
    ben = guild.add_member(env.create_user("ben"))

    async def http() -> object:
        return env.bot.http

    outbound = DiscordOutbound(CONFIG, rest=Rest(http), now=lambda: env.now().timestamp())  # pyright: ignore[reportArgumentType]
    services = env.bot.services
    return World(
        env=env, intake=services.intake, desk=services.desk, read_positions=services.read_positions, outbound=outbound,
        guild=guild, channel=channel, ana=ana, ben=ben,
    )  # fmt: skip


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with discord_server() as server:
        config = DiscordConfig(
            token=TOKEN,
            api_url=server.api_url,
            gateway_url=server.gateway_url,
            identify_pause_seconds=0.0,
            servers_pause_seconds=0.05,
        )
        made = Wire(server=server, config=config)
        yield made
        await made.disconnect()
