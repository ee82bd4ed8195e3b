"""Serves the web chat inside the process's own event loop, until cancelled."""

import asyncio
import logging
import socket
from typing import Any

from adapters.http.serving import listening_at, served
from adapters.web.app import build_app
from adapters.web.config import WebConfig, WebServices
from adapters.web.limits.connections import Connections, DoorProtocol
from agent.domain.conversation import PlatformName

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
            self._socket = listening_at(
                self._config.host, self._config.port, setting="ATELIER_PORT", backlog=BACKLOG
            )
        return int(self._socket.getsockname()[1])

    def _protocol(self, *args: Any, **more: Any) -> DoorProtocol:
        return DoorProtocol(
            *args, connections=self.connections, header_seconds=self._config.header_seconds, **more
        )

    async def run(self) -> None:
        """Until cancelled. Raises Misconfigured when the address cannot be had."""
        port = self.bind()
        assert self._socket is not None
        log.info("serving", extra={"action": "web_serving", "port": port})
        try:
            async with served(
                self._app, self._socket, name="uvicorn", stop_seconds=STOP_SECONDS, http=self._protocol
            ) as serving:
                try:
                    await asyncio.shield(serving)
                finally:
                    self._app.state.streams.close()
        finally:
            self._socket = None
