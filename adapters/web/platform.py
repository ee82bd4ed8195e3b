"""Serves the web chat inside the process's own event loop, until cancelled."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Generator
from typing import Any

import uvicorn

from adapters.web.app import build_app
from adapters.web.config import WebConfig, WebServices
from adapters.web.limits.connections import Connections, DoorProtocol
from agent.domain.conversation import PlatformName
from agent.errors import Misconfigured

STOP_SECONDS = 5
"""Requests under way get this long to end when the process stops."""
BACKLOG = 128

log = logging.getLogger(__name__)


class WebPlatform:
    """The `Platform` of the web."""

    name: PlatformName = "web"

    def __init__(self, services: WebServices, config: WebConfig) -> None:
        self._config = config
        self._app = build_app(services, config)
        self._socket: socket.socket | None = None
        self.connections = Connections(trusted=config.trusted_proxies)

    def bind(self) -> int:
        """Takes the address now rather than in `run`; returns the port. Raises Misconfigured when it cannot be had."""
        if self._socket is None:
            self._socket = _listening(self._config)
        return int(self._socket.getsockname()[1])

    def _protocol(self, *args: Any, **more: Any) -> DoorProtocol:
        return DoorProtocol(
            *args, connections=self.connections, header_seconds=self._config.header_seconds, **more
        )

    async def run(self) -> None:
        """Until cancelled. Raises Misconfigured when the address cannot be had."""
        port = self.bind()
        assert self._socket is not None
        server = _Server(
            uvicorn.Config(
                self._app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False,
                proxy_headers=False, timeout_graceful_shutdown=STOP_SECONDS,
                http=self._protocol,  # pyright: ignore[reportArgumentType] # it is called as the class would be
            )
        )  # fmt: skip
        log.info("serving", extra={"action": "web_serving", "port": port})
        serving = asyncio.create_task(server.serve(sockets=[self._socket]), name="uvicorn")
        try:
            await asyncio.shield(serving)
        finally:
            self._app.state.streams.close()
            server.should_exit = True
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(serving, timeout=STOP_SECONDS + 2)
            self._socket.close()
            self._socket = None


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def _listening(config: WebConfig) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        listening = socket.create_server((config.host, config.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise Misconfigured(
            "ATELIER_PORT",
            f"port {config.port} on {config.host} cannot be used ({error.strerror}); choose another, or stop what uses it",
        ) from error
    listening.setblocking(False)
    return listening
