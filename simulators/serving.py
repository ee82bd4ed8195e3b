"""A simulated server on a free port, and the troubles that any of them can have."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

BODY_BYTES_MAX = 128_000_000
HANG_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    body: Any = None
    """Of JSON; else None."""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(kw_only=True)
class Server:
    """What simulated servers have in common. `drawn` counts pictures whether or not their answer arrived."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list[Asked])
    drawn: int = 0
    troubles: "deque[Trouble]" = field(default_factory=lambda: deque())
    """Each of the next renders meets one of them, in turn."""
    delays: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds by path."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def of(self, path: str) -> list[Asked]:
        """The requests whose path contains this."""
        return [asked for asked in self.asked if path in asked.path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answers one request."""
        raise NotImplementedError


Trouble = Callable[[Server, web.Request], Awaitable[web.StreamResponse]]


def fails(status: int, body: Any = None, **headers: str) -> Trouble:
    """An error answer; header names with underscores. `body`: JSON, or text as it is."""

    async def trouble(server: Server, request: web.Request) -> web.StreamResponse:
        return _answer(status, body, headers)

    return trouble


def says(body: Any, *, draws: bool = True) -> Trouble:
    """A whole answer of the test's own, with status 200; the picture counts as drawn."""

    async def trouble(server: Server, request: web.Request) -> web.StreamResponse:
        server.drawn += draws
        return _answer(200, body, {})

    return trouble


def _answer(status: int, body: Any, headers: Mapping[str, str]) -> web.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, str | bytes):
        data = body.encode() if isinstance(body, str) else body
        return web.Response(status=status, body=data, headers=named, content_type="text/html")
    return web.Response(status=status, text=json.dumps(body), headers=named, content_type="application/json")


async def hangs(server: Server, request: web.Request) -> web.StreamResponse:
    """Takes the request, draws the picture, and never answers."""
    server.drawn += 1
    await asyncio.sleep(HANG_SECONDS)
    return web.Response(status=500)


async def breaks_off(server: Server, request: web.Request) -> web.StreamResponse:
    """Half an answer, then the connection is gone."""
    server.drawn += 1
    response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100000"})
    await response.prepare(request)
    await response.write(b'{"half": "')
    assert request.transport is not None
    request.transport.close()
    return response


async def asked_of(request: web.Request) -> Asked:
    """The request, with its JSON."""
    is_json = request.content_type == "application/json" and request.can_read_body
    return Asked(
        method=request.method,
        path=request.path,
        body=await request.json() if is_json else None,
        query=dict(request.query),
        headers=dict(request.headers),
    )


@asynccontextmanager
async def serving(server: Server, *, port: int = 0) -> AsyncGenerator[None]:
    """The server on loopback until the block ends; `port` 0: any free one."""
    app = web.Application(client_max_size=BODY_BYTES_MAX)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield
    finally:
        await runner.cleanup()
