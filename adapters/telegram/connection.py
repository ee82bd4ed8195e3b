"""The connection to Telegram that one process has: the library's bot, its pools, and the token kept out of the log."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any, cast

import httpx
from aiolimiter import AsyncLimiter
from telegram.error import InvalidToken, TelegramError
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from adapters.telegram.albums import Sleep
from adapters.telegram.batches import BatchRequest, Unreadable
from adapters.telegram.config import TelegramConfig
from adapters.telegram.troubles import hide
from agent.errors import Misconfigured

UPDATES = ("message", "edited_message", "callback_query")
CALLS_PER_SECOND = 28
"""All calls of this process that go to a chat; Telegram speaks of about 30."""
POLL_SECONDS = 25
"""How long Telegram holds a request open while there is nothing new."""
BATCH_MAX = 100
READ_SECONDS = 20.0
UPLOAD_SECONDS = 60.0
CONNECTIONS = 64
START_PAUSE_SECONDS = 5.0

JSON = bool | dict[str, Any] | list[dict[str, Any]]
logger = logging.getLogger(__name__)


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
        try:
            return await self._updates(offset, timeout_seconds, limit=BATCH_MAX)
        except Unreadable:  # something in the batch is no JSON that can be read: find it by going one by one
            try:
                return await self._updates(offset, 0, limit=1)
            except Unreadable as error:
                if error.update_id is None:
                    raise
                logger.warning("an unreadable update was dropped", extra={"action": "update_dropped"})
                return [{"update_id": error.update_id}]

    async def _updates(self, offset: int | None, timeout_seconds: int, *, limit: int) -> list[object]:
        data = {
            "offset": offset,
            "timeout": timeout_seconds,
            "limit": limit,
            "allowed_updates": list(UPDATES),
        }
        try:
            found: object = await self._post(
                "getUpdates",
                {name: value for name, value in data.items() if value is not None},
                read_timeout=timeout_seconds + READ_SECONDS,
            )
        except (KeyError, TypeError) as error:  # an answer without a result
            raise TelegramError("getUpdates answered something that cannot be read") from error
        return cast("list[object]", found) if isinstance(found, list) else []


class TelegramConnection:
    """One for each process; shared by the outbound and the platform, closed by whoever made it, last."""

    def __init__(self, config: TelegramConfig, *, sleep: Sleep = asyncio.sleep) -> None:
        # The part behind the colon is the secret one, and a URL may show the colon as %3A.
        hide(config.token.partition(":")[2], config.webhook_secret)
        self.config = config
        self._requests = (
            BatchRequest(
                connection_pool_size=2, read_timeout=POLL_SECONDS + READ_SECONDS, httpx_kwargs={"verify": _tls()}
            ),
            HTTPXRequest(
                connection_pool_size=CONNECTIONS, read_timeout=READ_SECONDS, write_timeout=READ_SECONDS,
                connect_timeout=READ_SECONDS / 2, pool_timeout=READ_SECONDS, media_write_timeout=UPLOAD_SECONDS,
                httpx_kwargs={"verify": _tls()},
            ),
        )  # fmt: skip
        polls, calls = self._requests
        self.bot = AtelierBot(
            config.token,
            base_url=f"{config.base_url}/bot",
            base_file_url=f"{config.base_url}/file/bot",
            request=calls,
            get_updates_request=polls,
            rate_limiter=Smooth(),
        )
        self._sleep = sleep
        self._started = asyncio.Lock()
        self._ready = False

    async def start(self) -> None:
        """Learns the bot's own name; waits for Telegram while it cannot be reached. Idempotent. Posting does not need it.
        Raises Misconfigured for a bad token."""
        async with self._started:
            while not self._ready:
                self._ready = await self._connected()
                if not self._ready:
                    await self._sleep(START_PAUSE_SECONDS)

    async def _connected(self) -> bool:
        try:
            await self.bot.initialize()
        except InvalidToken:  # its message holds the token: it must not be chained
            raise Misconfigured(
                "TELEGRAM_TOKEN", "Telegram does not know this token; get one from @BotFather"
            ) from None
        except TelegramError as error:
            logger.warning(
                "Telegram cannot be reached",
                extra={"action": "connect_failed", "error": type(error).__name__},
            )
            return False
        logger.info("connected to Telegram", extra={"action": "connected", "bot": self.bot.username})
        return True

    async def username(self) -> str:
        """The bot's, as in t.me/NAME; empty when Telegram does not say now."""
        try:
            return (self.bot.bot if self._ready else await self.bot.get_me()).username or ""
        except TelegramError:
            return ""

    async def close(self) -> None:
        """Idempotent."""
        self._ready = False
        await self.bot.shutdown()
        for request in self._requests:  # the bot's own shutdown closes only what its initialize opened
            await request.shutdown()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """One for all connections: reading the certificates takes 50 ms."""
    return httpx.create_ssl_context()
