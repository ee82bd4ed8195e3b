"""Serves the webhook's endpoint inside the process's own event loop. TLS is the business of the proxy before it."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route

from adapters.telegram.config import TelegramConfig
from adapters.telegram.webhook import Webhook
from agent.errors import Misconfigured

STOP_SECONDS = 5
CONNECTIONS_MAX = 200

logger = logging.getLogger(__name__)


@asynccontextmanager
async def serving(config: TelegramConfig, webhook: Webhook) -> AsyncGenerator[int]:
    """The port, while the block runs. Raises Misconfigured when the address cannot be had."""
    listening = _listening(config)
    app = Starlette(routes=[Route(config.webhook_path, webhook.receive, methods=["POST"])])
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False,
            proxy_headers=False, timeout_graceful_shutdown=STOP_SECONDS, limit_concurrency=CONNECTIONS_MAX,
        )
    )  # fmt: skip
    task = asyncio.create_task(server.serve(sockets=[listening]), name="telegram-webhook")
    port = int(listening.getsockname()[1])
    logger.info("serving Telegram's webhook", extra={"action": "webhook_serving", "port": port})
    try:
        yield port
    finally:
        server.should_exit = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(task, timeout=STOP_SECONDS + 2)
        listening.close()


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def _listening(config: TelegramConfig) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.webhook_bind else socket.AF_INET
    try:
        listening = socket.create_server((config.webhook_bind, config.webhook_port), family=family)
    except OSError as error:
        raise Misconfigured(
            "TELEGRAM_WEBHOOK_PORT",
            f"port {config.webhook_port} on {config.webhook_bind} cannot be used ({error.strerror}); choose another",
        ) from error
    listening.setblocking(False)
    return listening
