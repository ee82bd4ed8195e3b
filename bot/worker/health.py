"""/livez, /readyz and /metrics of a process without a web chat: a worker's or a gateway's."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.http.serving import listening_at, served
from agent.errors import AtelierError, Misconfigured

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


def health_socket(host: str, port: int) -> socket.socket | None:
    """None where another process has the port: several workers of one machine work all the same, and the first tells of its health."""
    try:
        return listening_at(host, port, setting="ATELIER_HEALTH_PORT", backlog=BACKLOG)
    except Misconfigured as error:
        log.warning("health is not served", extra={"action": "health_unserved", "why": str(error)})
        return None


async def serve_health(app: Starlette, listening: socket.socket) -> None:
    """Until cancelled."""
    async with served(
        app, listening, name="health server", stop_seconds=STOP_SECONDS, limit_concurrency=CONNECTIONS_MAX
    ) as serving:
        await asyncio.shield(serving)
