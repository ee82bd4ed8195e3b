"""What is seen in the channel."""

import discord

from tests.worlds.discord_world import World, address


def latest(world: World) -> discord.Message:
    return world.history()[-1]


async def progress(world: World, message: str, text: str, preview: bytes | None = None) -> None:
    with world.env._bot_scope():
        await world.outbound.progress(address(world.heard), message, text, preview)
    await world.env.settle()
