"""A server inside the process's own event loop. TLS is the business of the proxy before it."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette

from agent.errors import Misconfigured

GRACE_SECONDS = 2
"""A server that was told to stop is given up so long after its requests were."""


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield


def listening_at(host: str, port: int, *, setting: str, backlog: int) -> socket.socket:
    """Takes the address. Raises Misconfigured, which names the `setting` of the port, when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=backlog)
    except OSError as error:
        raise Misconfigured(
            setting,
            f"port {port} on {host} cannot be used ({error.strerror}); choose another, or stop what uses it",
        ) from error
    listening.setblocking(False)
    return listening


@asynccontextmanager
async def served(
    app: Starlette, listening: socket.socket, *, name: str, stop_seconds: int, **further: Any
) -> AsyncGenerator[asyncio.Task[None]]:
    """Its task, while the block runs; then requests under way get `stop_seconds` to end, and the socket is closed. `further`: of uvicorn's
    configuration."""
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=stop_seconds, **further,
        )
    )  # fmt: skip
    serving = asyncio.create_task(server.serve(sockets=[listening]), name=name)
    try:
        yield serving
    finally:
        server.should_exit = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(serving, timeout=stop_seconds + GRACE_SECONDS)
        listening.close()
