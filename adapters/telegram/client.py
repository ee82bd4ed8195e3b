"""The connected platform: its bot, started and stopped."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

from aiolimiter import AsyncLimiter
from telegram.error import InvalidToken, TelegramError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from adapters.telegram.albums import Clock, Sleep
from adapters.telegram.ingress import Ingress
from adapters.telegram.menu import publish_menu
from adapters.telegram.outbound import TelegramOutbound
from adapters.telegram.polling import POLL_SECONDS, Polling
from adapters.telegram.troubles import hide_token
from adapters.telegram.webhook import Webhook
from agent.conversation import PlatformName
from agent.errors import Misconfigured
from agent.ports import Intake

UPDATES = ("message", "edited_message", "callback_query")
CALLS_PER_SECOND = 28
"""All calls of this process that go to a chat; Telegram speaks of about 30."""
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0
CONNECTIONS = 64
START_PAUSE_SECONDS = 5.0

JSON = bool | dict[str, Any] | list[dict[str, Any]]
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramConfig:
    token: str = field(repr=False)
    api_url: str = "https://api.telegram.org"
    """A Bot API server: `/bot<token>/METHOD` and `/file/bot<token>/PATH` are appended."""
    webhook_url: str = ""
    """Public https address that leads to `TelegramPlatform.webhook`; empty: long polling."""
    webhook_secret: str = field(default="", repr=False)
    """1 to 256 of A-Z a-z 0-9 _ -; needed with webhook_url."""


class Smooth(BaseRateLimiter[None]):
    """Spreads bursts over all chats. A group's own limit is left to Pace and to what Telegram says: a limiter would hold a
    finished picture back for up to a minute. (The library's own logs each 429 as an error and halts every chat for it.)"""

    def __init__(self) -> None:
        self._limiter = AsyncLimiter(CALLS_PER_SECOND, 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[object, object, JSON]],
        args: Any,  # as the library declares them
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> JSON:
        if "chat_id" not in data:
            return await callback(*args, **kwargs)
        async with self._limiter:
            return await callback(*args, **kwargs)


class AtelierBot(ExtBot[None]):
    """The library's bot, and updates as they came: its own get_updates loses a whole batch to one malformed update."""

    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        """Raises TelegramError."""
        data = {"offset": offset, "timeout": timeout_seconds, "limit": 100, "allowed_updates": list(UPDATES)}
        try:
            found: object = await self._post(
                "getUpdates",
                {name: value for name, value in data.items() if value is not None},
                read_timeout=timeout_seconds + READ_SECONDS,
            )
        except (KeyError, TypeError) as error:  # an answer without a result
            raise TelegramError("getUpdates answered something that cannot be read") from error
        return cast("list[object]", found) if isinstance(found, list) else []


class TelegramPlatform:
    """Implements Platform. `outbound` posts; `webhook` is the endpoint to mount when `config.webhook_url` is set."""

    name: PlatformName = "telegram"

    def __init__(
        self,
        config: TelegramConfig,
        intake: Intake,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        hide_token(config.token)
        self._config = config
        self._sleep = sleep
        self.bot = _bot(config)
        self.outbound = TelegramOutbound(self.bot, clock=clock)
        self._ready = asyncio.Event()
        self._ingress = Ingress(self.bot, intake, self.outbound, clock=clock, sleep=sleep)
        self.webhook = Webhook(self._ingress.offer, secret=_secret(config)) if config.webhook_url else None

    async def run(self) -> None:
        """Until cancelled. Waits for Telegram while it cannot be reached. Raises Misconfigured for a bad token."""
        try:
            await self.start()
            if self.webhook is not None:
                await self._webhook()
            else:
                await self._poll()
        finally:
            await self.stop()

    async def start(self) -> None:
        """Connect; a worker that only posts needs no more than this. Idempotent."""
        if self._ready.is_set():
            return
        while True:
            try:
                await self.bot.initialize()
                break
            except InvalidToken as error:
                raise Misconfigured(
                    "TELEGRAM_TOKEN", "Telegram does not know this token; get one from @BotFather"
                ) from error
            except TelegramError as error:
                logger.warning(
                    "Telegram cannot be reached",
                    extra={"action": "connect_failed", "error": type(error).__name__},
                )
                await self._sleep(START_PAUSE_SECONDS)
        self._ready.set()
        logger.info("connected to Telegram", extra={"action": "connected", "bot": self.bot.username})

    async def stop(self) -> None:
        self._ready.clear()
        await self.bot.shutdown()

    async def _poll(self) -> None:
        await publish_menu(self.bot)
        await self._set_webhook("")
        await Polling(self.bot, self._ingress.offer, sleep=self._sleep).run()

    async def _webhook(self) -> None:
        await publish_menu(self.bot)
        await self._set_webhook(self._config.webhook_url)
        await asyncio.Event().wait()

    async def _set_webhook(self, url: str) -> None:
        """Telegram delivers to one or the other. Pending updates are kept."""
        while True:
            try:
                if url:
                    await self.bot.set_webhook(
                        url, allowed_updates=UPDATES, secret_token=self._config.webhook_secret
                    )
                else:
                    await self.bot.delete_webhook(drop_pending_updates=False)
                return
            except TelegramError as error:
                logger.warning(
                    "the webhook was not set",
                    extra={"action": "webhook_failed", "error": type(error).__name__},
                )
                await self._sleep(START_PAUSE_SECONDS)


def _bot(config: TelegramConfig) -> AtelierBot:
    base = config.api_url.rstrip("/")
    return AtelierBot(
        config.token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
            connect_timeout=READ_SECONDS / 2,
            pool_timeout=READ_SECONDS,
            media_write_timeout=UPLOAD_SECONDS,
        ),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=POLL_SECONDS + READ_SECONDS),
        rate_limiter=Smooth(),
    )


def _secret(config: TelegramConfig) -> str:
    if not config.webhook_secret:
        raise Misconfigured("TELEGRAM_WEBHOOK_SECRET", "webhook mode needs a secret: any long random word")
    return config.webhook_secret
