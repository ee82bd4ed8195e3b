"""The bot as `python -m bot run` puts it together, with all its doors, on a database that is gone afterwards. Nobody works on its turns:
what is fuzzed is how events are taken in."""

import asyncio
import logging
import tempfile
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from adapters.telegram.platform import TelegramPlatform
from adapters.web.app import build_app
from agent.domain.conversation import Place
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from bot.app import open_app
from bot.clock import SystemClock
from bot.platforms import connect, telegram_config, web_config, web_services
from bot.settings import read_settings
from bot.turns.intake import TurnIntake
from simulators.discord.server import DiscordServer, discord_server
from simulators.discord.shapes import TOKEN as DISCORD_TOKEN
from simulators.telegram.server import TOKEN as TELEGRAM_TOKEN
from simulators.telegram.server import telegram_server
from simulators.telegram.world import World

HOOK = "https://bot.example/telegram"
START_SECONDS = 30.0


class HurriedClock(SystemClock):
    """The machine's, moved ahead by whoever would otherwise be told that they come too often."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


@dataclass(slots=True)
class Counting:
    """An `Intake` that keeps what was handed to it."""

    inside: TurnIntake
    messages: list[IncomingMessage] = field(default_factory=list[IncomingMessage])
    events: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def message(self, incoming: IncomingMessage) -> Accepted:
        accepted = await self.inside.message(incoming)
        self.messages.append(incoming)
        self._count()
        return accepted

    async def press(self, incoming: IncomingPress) -> Accepted:
        accepted = await self.inside.press(incoming)
        self._count()
        return accepted

    async def deleted(self, place: Place, message: str) -> None:
        await self.inside.deleted(place, message)
        self._count()

    def _count(self) -> None:
        self.events += 1
        self.came.set()

    async def until(self, words: str, *, seconds: float) -> None:
        """Until a message with these words was stored; it and those before it are forgotten then. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not any(words in message.text for message in self.messages):
                self.came.clear()
                await self.came.wait()
        self.messages.clear()


class Faults(logging.Handler):
    """What is logged as an error, or with a traceback, on the way of an event: somebody's input reached a defect of ours."""

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.exc_info:
            self._said.append(logging.Formatter().format(record))

    def check(self) -> None:
        """Raises AssertionError for what was said since the last time."""
        said, self._said = self._said, []
        assert not said, "\n".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningBot:
    intake: Counting
    faults: Faults
    clock: HurriedClock
    page: ASGIApp
    discord: DiscordServer
    telegram: World
    hook_url: str
    hook_secret: str


@asynccontextmanager
async def running_bot() -> AsyncGenerator[RunningBot]:
    """Until the block ends. Raises Misconfigured, StoreUnavailable, TimeoutError."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="atelier-fuzz-")))
        world = World()
        telegram = await stack.enter_async_context(telegram_server(world))
        discord = await stack.enter_async_context(discord_server())
        settings = read_settings(
            ATELIER_DATA_DIR=folder, DATABASE_URL=None, ATELIER_PORT=0, ATELIER_JOIN_SECONDS=0, TELEGRAM_TOKEN=TELEGRAM_TOKEN,
            TELEGRAM_API_URL=telegram.url, TELEGRAM_WEBHOOK_URL=HOOK, TELEGRAM_WEBHOOK_PORT=0, DISCORD_TOKEN=DISCORD_TOKEN,
            DISCORD_API_URL=discord.api_url, DISCORD_GATEWAY_URL=discord.gateway_url,
        )  # fmt: skip
        clock, faults = HurriedClock(), Faults()
        app = await stack.enter_async_context(open_app(settings, clock=clock))
        intake = Counting(app.intake)
        app = replace(app, intake=intake)
        platforms = connect(app, stack)
        tasks = [asyncio.create_task(platform.run(), name=platform.name) for platform in platforms.listening]
        stack.push_async_callback(_ended, tasks)
        logging.getLogger().addHandler(faults)
        stack.callback(logging.getLogger().removeHandler, faults)
        config = telegram_config(settings, app.key)
        assert config is not None, "it has a token"
        (hook,) = (each for each in platforms.listening if isinstance(each, TelegramPlatform))
        port = await asyncio.wait_for(asyncio.shield(hook.webhook_port), START_SECONDS)
        await discord.until(discord.live, seconds=START_SECONDS, what="a session with the gateway")
        yield RunningBot(
            intake=intake, faults=faults, clock=clock, page=build_app(web_services(app), web_config(settings, app.key)), discord=discord,
            telegram=world, hook_url=f"http://127.0.0.1:{port}{config.webhook_path}", hook_secret=config.webhook_secret,
        )  # fmt: skip


async def _ended(tasks: "list[asyncio.Task[Any]]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Doors:
    """A running bot, once it is opened."""

    bot: RunningBot

    def __init__(self) -> None:
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        self.bot = await self._stack.enter_async_context(running_bot())

    async def close(self) -> None:
        await self._stack.aclose()
