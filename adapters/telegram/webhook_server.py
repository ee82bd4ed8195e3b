"""Serves the webhook's endpoint inside the process's own event loop. TLS is the business of the proxy before it."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.routing import Route

from adapters.http.serving import listening_at, served
from adapters.telegram.config import TelegramConfig
from adapters.telegram.webhook import Webhook

STOP_SECONDS = 5
CONNECTIONS_MAX = 200
BACKLOG = 128

logger = logging.getLogger(__name__)


@asynccontextmanager
async def serving(config: TelegramConfig, webhook: Webhook) -> AsyncGenerator[int]:
    """The port, while the block runs. Raises Misconfigured when the address cannot be had."""
    listening = listening_at(
        config.webhook_bind, config.webhook_port, setting="TELEGRAM_WEBHOOK_PORT", backlog=BACKLOG
    )
    app = Starlette(routes=[Route(config.webhook_path, webhook.receive, methods=["POST"])])
    port = int(listening.getsockname()[1])
    async with served(
        app, listening, name="telegram-webhook", stop_seconds=STOP_SECONDS, limit_concurrency=CONNECTIONS_MAX
    ):
        logger.info("serving Telegram's webhook", extra={"action": "webhook_serving", "port": port})
        yield port
