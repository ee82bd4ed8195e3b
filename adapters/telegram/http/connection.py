"""The connection to Telegram that one process has: the library's bot, its pools, and the token kept out of the log."""

import asyncio
import logging
import ssl
from functools import lru_cache

import httpx
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.config import TelegramConfig
from adapters.telegram.http.bot_library import READ_SECONDS, AtelierBot, Smooth
from adapters.telegram.http.platform_errors import hide
from adapters.telegram.http.update_batches import BatchRequest, PlainRequest
from agent.errors import Misconfigured

POLL_SECONDS = 25
"""How long Telegram holds a request open while there is nothing new."""
UPLOAD_SECONDS = 60.0
CONNECTIONS = 64
START_PAUSE_SECONDS = 5.0

logger = logging.getLogger(__name__)


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
            PlainRequest(
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
