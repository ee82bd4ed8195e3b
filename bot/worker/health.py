"""/livez, /readyz and /metrics of a process without a web chat: a worker's or a gateway's."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Awaitable, Callable, Generator, Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from agent.errors import AtelierError

READY_SECONDS = 3.0
"""The store has to have answered by then."""
STOP_SECONDS = 2
CONNECTIONS_MAX = 32
BACKLOG = 16

log = logging.getLogger(__name__)


def health_app(ready: Callable[[], Awaitable[str]], metrics: Sequence[BaseRoute]) -> Starlette:
    """`ready`: "" when the process can take work, else why not; may raise StoreUnavailable."""

    async def live(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readiness(request: Request) -> Response:
        try:
            async with asyncio.timeout(READY_SECONDS):
                missing = await ready()
        except (TimeoutError, AtelierError):
            missing = "the store does not answer"
        return PlainTextResponse(
            f"not ready: {missing}\n" if missing else "ok\n", status_code=503 if missing else 200
        )

    probes = [Route("/livez", live, methods=["GET"]), Route("/readyz", readiness, methods=["GET"])]
    return Starlette(routes=[*probes, *metrics])


def listening_at(host: str, port: int) -> socket.socket | None:
    """None where another process has the port: several workers of one machine work all the same, and the first tells of its health."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        found = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        why = f"port {port} on {host}: {error.strerror}; set ATELIER_HEALTH_PORT to a free one"
        log.warning("health is not served", extra={"action": "health_unserved", "why": why})
        return None
    found.setblocking(False)
    return found


async def serve_health(app: Starlette, listening: socket.socket) -> None:
    """Until cancelled."""
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", server_header=False, proxy_headers=False,
            timeout_graceful_shutdown=STOP_SECONDS, limit_concurrency=CONNECTIONS_MAX,
        )
    )  # fmt: skip
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="health server")
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(serving, timeout=STOP_SECONDS + 1)
        listening.close()


class _Server(uvicorn.Server):
    """Leaves signals to the process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        yield
