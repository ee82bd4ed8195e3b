"""The whole bot as an operator starts it, with Telegram's address pointing at the simulator."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from simulators.fresh_machine import clean_environment
from simulators.telegram.server import TOKEN, TelegramServer, telegram_server
from simulators.telegram.world import JSON, Chat, World
from tests.e2e.processes.bot_process import BotProcess


@dataclass(slots=True, kw_only=True)
class TelegramBotProcess(BotProcess):
    server: TelegramServer

    async def settled(self) -> None:
        """Until Telegram holds nothing back and all that it brought is answered."""
        await self.until(lambda: not self.server.world.pending)
        await self.answered_all()


@asynccontextmanager
async def telegram_bot(
    world: World, home: Path, *, lacks: Sequence[str] = (), **environment: str
) -> AsyncIterator[TelegramBotProcess]:
    """Running until the block ends. `lacks`: methods that the server does not have."""
    async with telegram_server(world) as server:
        for method in lacks:
            server.lacks(method)
        given = {
            "ATELIER_DATA_DIR": str(home / "data"),
            "ATELIER_PORT": "0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": server.url,
        }
        bot = TelegramBotProcess(
            server=server, environment=clean_environment(home, **given, **environment), log=home / "bot.log"
        )
        await bot.start()
        try:
            yield bot
        finally:
            await bot.kill()


def pictures(world: World, chat: Chat) -> list[JSON]:
    """The bot's messages with a picture and buttons, oldest first: finished pictures, no previews."""
    return [m for m in world.posted(chat) if "photo" in m and "reply_markup" in m]


def labels(message: JSON) -> list[str]:
    return [b["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
