"""The connected platform: takes updates in, by long polling or through a webhook, until it is cancelled."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext

from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.telegram.albums import Clock, Sleep
from adapters.telegram.command_menu import publish_menu
from adapters.telegram.http.bot_library import UPDATES
from adapters.telegram.http.connection import START_PAUSE_SECONDS, TelegramConnection
from adapters.telegram.inbound.ingress import Ingress
from adapters.telegram.inbound.poison_updates import Door
from adapters.telegram.memory_platform_notes import MemoryPlatformNotes
from adapters.telegram.polling import Polling
from adapters.telegram.webhook import Webhook
from adapters.telegram.webhook_albums import Keeping, MemoryPendingDeliveries
from adapters.telegram.webhook_server import serving
from agent.domain.conversation import PlatformName
from agent.errors import Misconfigured
from agent.ports import Gallery, Intake, OpenQuestions, PendingDeliveries, PlatformNotes, PostedPhotos

logger = logging.getLogger(__name__)


class TelegramPlatform:
    """Implements Platform. The connection stays open when it ends: a worker may still post.

    `sole` is held while polling, where several processes have the same token: Telegram allows one poller."""

    name: PlatformName = "telegram"

    def __init__(
        self,
        connection: TelegramConnection,
        intake: Intake,
        *,
        platform_notes: PlatformNotes | None = None,
        pending_deliveries: PendingDeliveries | None = None,
        questions: OpenQuestions | None = None,
        gallery: Gallery | None = None,
        photos: PostedPhotos | None = None,
        sole: Callable[[], AbstractAsyncContextManager[object]] = nullcontext,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._connection = connection
        self._sole = sole
        self._sleep = sleep
        ingress = Ingress(
            connection,
            intake,
            platform_notes=platform_notes or MemoryPlatformNotes(),
            questions=questions,
            gallery=gallery,
            photos=photos,
            clock=clock,
            sleep=sleep,
        )
        self._door = Door(ingress)
        self._keeping = Keeping(
            self._door.offer, pending_deliveries or MemoryPendingDeliveries(), sleep=sleep
        )
        self.webhook_port: asyncio.Future[int] = asyncio.Future()
        """The port of the webhook's endpoint, once it is served."""

    async def run(self) -> None:
        """Until cancelled. Waits for Telegram while it cannot be reached. Raises Misconfigured for a bad token."""
        await self._connection.start()
        publishing = asyncio.create_task(
            publish_menu(self._connection.bot, sleep=self._sleep), name="telegram-menu"
        )
        try:
            await (self._webhook() if self._connection.config.webhook_url else self._poll())
        finally:
            publishing.cancel()

    async def _poll(self) -> None:
        async with self._sole():
            await self._set_webhook("")
            await Polling(self._connection.bot, self._door.offer, sleep=self._sleep).run()

    async def _webhook(self) -> None:
        config = self._connection.config
        async with serving(config, Webhook(self._keeping.offer, secret=config.webhook_secret)) as port:
            self.webhook_port.set_result(port)
            await self._set_webhook(config.webhook_url)
            await self._keeping.run()

    async def _set_webhook(self, url: str) -> None:
        """Telegram delivers to one or the other. Pending updates are kept."""
        config, bot = self._connection.config, self._connection.bot
        while True:
            try:
                if url:
                    await bot.set_webhook(url, allowed_updates=UPDATES, secret_token=config.webhook_secret)
                else:
                    await bot.delete_webhook(drop_pending_updates=False)
                return
            except (InvalidToken, BadRequest) as error:
                if url:
                    raise Misconfigured(
                        "TELEGRAM_WEBHOOK_URL", f"Telegram refuses it: {error.message}"
                    ) from None
                return  # a server without webhooks has none to take away
            except TelegramError as error:
                logger.warning(
                    "the webhook was not set",
                    extra={"action": "webhook_failed", "error": type(error).__name__},
                )
                await self._sleep(START_PAUSE_SECONDS)
