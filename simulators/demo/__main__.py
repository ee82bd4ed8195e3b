"""Starts the simulators, the bot on its embedded default, and the page.

python -m simulators.demo [--port 8090] [--bot-port 8080] [--data FOLDER]
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from simulators.demo.bot_process import bot_process
from simulators.demo.discord_stage import DiscordStage
from simulators.demo.page_server import page_server
from simulators.demo.telegram_stage import TelegramStage
from simulators.discord import shapes
from simulators.discord.server import discord_server
from simulators.telegram.server import TOKEN, telegram_server
from simulators.telegram.world import World

LOOK_SECONDS = 0.1
"""Between two looks whether the bot, which is another process, has come to both platforms."""


async def demo(folder: Path, *, port: int, bot_port: int, database: str) -> int:
    """Until Ctrl-C, or until the bot ends; its exit code."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(discord_server())
        world = World()
        telegram = await stack.enter_async_context(telegram_server(world))
        stages = {"discord": DiscordStage(discord), "telegram": TelegramStage(world, files="/files/telegram")}
        bot = await stack.enter_async_context(
            bot_process(
                folder,
                ATELIER_PORT=str(bot_port),
                DISCORD_TOKEN=shapes.TOKEN, DISCORD_API_URL=discord.api_url, DISCORD_GATEWAY_URL=discord.gateway_url,
                TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=telegram.url, DATABASE_URL=database,
            )
        )  # fmt: skip
        stopped = _on_signals()
        # What is said before the bot listens, it does not hear: the page waits for it.
        while not (discord.live() and world.called("getUpdates")):
            if stopped.is_set() or bot.returncode is not None:
                return bot.returncode or 0
            await asyncio.sleep(LOOK_SECONDS)
        address = await stack.enter_async_context(page_server(stages, port=port))
        print(f"Discord and Telegram, simulated: {address}  (Ctrl-C stops all of it.)", flush=True)
        await _first_of(stopped.wait(), bot.wait())
    return bot.returncode or 0


def _on_signals() -> asyncio.Event:
    stopped = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    return stopped


async def _first_of(*ends: Coroutine[Any, Any, object]) -> None:
    waits = [asyncio.create_task(end) for end in ends]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulators.demo", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "--port", type=int, default=8090, help="of the page with Discord and Telegram (0: any)"
    )
    parser.add_argument("--bot-port", type=int, default=8080, help="of the bot's own web chat (0: any)")
    parser.add_argument(
        "--data", type=Path, help="a folder to keep the bot's data in; else it is thrown away at the end"
    )
    parser.add_argument("--database", default="", help="a Postgres of one's own; else the embedded one")
    given = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="atelier-demo-", ignore_cleanup_errors=True) as thrown_away:
            folder = (given.data or Path(thrown_away)).resolve()
            folder.mkdir(parents=True, exist_ok=True)
            return asyncio.run(
                demo(folder, port=given.port, bot_port=given.bot_port, database=given.database)
            )
    except OSError as error:
        print(f"The demonstration cannot start: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
