"""The whole bot as an operator starts it, with Discord's two addresses pointing at a server of our own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import CHANNEL, TOKEN, buttons
from simulators.fresh_machine import clean_environment
from tests.e2e.processes.bot_process import BotProcess


@dataclass(slots=True, kw_only=True)
class DiscordBotProcess(BotProcess):
    server: DiscordServer

    async def start(self) -> None:
        """Up to a session with the gateway."""
        before = len(self.server.identified)
        await BotProcess.start(self)
        await self.until(lambda: len(self.server.identified) > before and self.server.live())

    def seen(self) -> str:
        return str(self.server.transcript())

    async def picture(self, count: int, *, where: str = CHANNEL) -> dict[str, Any]:
        """The latest finished picture, once there are so many."""
        await self.until(lambda: len(self.pictures(where)) >= count)
        assert len(self.pictures(where)) == count
        return self.pictures(where)[-1]

    async def question(self, *, where: str = CHANNEL) -> dict[str, Any]:
        """The open question, once there is one."""
        found = await self.until(lambda: [m for m in self.server.posted(where) if "Surprise me" in labels(m)])
        return found[-1]

    def pictures(self, where: str = CHANNEL) -> list[dict[str, Any]]:
        return [m for m in self.server.posted(where) if m["attachments"] and "Again" in labels(m)]


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for button in buttons(message)]


@asynccontextmanager
async def discord_bot(home: Path, **environment: str) -> AsyncIterator[DiscordBotProcess]:
    """Running until the block ends."""
    async with discord_server() as server:
        given = {
            "ATELIER_DATA_DIR": str(home / "data"),
            "ATELIER_PORT": "0",
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_URL": server.api_url,
            "DISCORD_GATEWAY_URL": server.gateway_url,
        }
        bot = DiscordBotProcess(
            server=server, environment=clean_environment(home, **given, **environment), log=home / "bot.log"
        )
        try:
            await bot.start()
            yield bot
        finally:
            await bot.kill()
