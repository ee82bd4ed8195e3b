"""A web chat on fakes, visitors that speak HTTP to it, and a browser.

`served` is asked within the process (httpx's ASGI transport: quick, but an answer is there only once it is whole); `online` is
served by uvicorn on a port of loopback, as in life.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
import pytest

from adapters.web.app import build_app
from tests.browser import browser_page, chromium
from tests.worlds.web_visitor import page, send, visiting
from tests.worlds.web_world import WebWorld

__all__ = ["browser_page", "chromium"]

Serve = Callable[..., Awaitable["Served"]]
ADDRESS = "http://127.0.0.1:8080"


class Served:
    """A web chat that can be asked."""

    def __init__(self, world: WebWorld, stack: AsyncExitStack, *, port: int = 0) -> None:
        self.world = world
        self.port = port
        self.address = f"http://127.0.0.1:{port}" if port else ADDRESS
        app = build_app(world.services, world.config)
        self._transport = None if port else httpx.ASGITransport(app=app)
        self._stack = stack

    async def client(self, **options: object) -> httpx.AsyncClient:
        """Somebody who has not said who they are."""
        return await self._stack.enter_async_context(
            visiting(self.address, transport=self._transport, **options)
        )

    async def visitor(self, name: str = "Ana", *, moderator: bool = False) -> httpx.AsyncClient:
        client = await self.client()
        answer = await client.post("/api/session", json={"name": name, "moderator": moderator})
        assert answer.status_code == 200, answer.text
        return client

    async def let_in(self, **options: object) -> httpx.AsyncClient:
        """Somebody who gave the password and has not said who they are."""
        client = await self.client(**options)
        answer = await client.post("/api/login", json={"password": self.world.config.password})
        assert answer.status_code == 200, answer.text
        return client

    async def holder(self, name: str = "Ana", **options: object) -> httpx.AsyncClient:
        """Somebody who gave the password and holds a name."""
        client = await self.let_in(**options)
        answer = await client.post("/api/session", json={"name": name})
        assert answer.status_code == 200, answer.text
        return client


async def drawn(served: Served, visitor: httpx.AsyncClient, text: str = "draw a fox", **fields: str) -> dict:
    """The bot's answer to a message that was just sent."""
    answer = await send(visitor, text, **fields)
    assert answer.status_code == 202, answer.text
    await served.world.bot.settled()
    return (await page(visitor, fields.get("channel", "art")))[-1]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Makes a web chat; keywords go to WebConfig. `online=True` serves it on a free port."""
    async with AsyncExitStack() as stack:

        async def start(*, online: bool = False, **config: object) -> Served:
            world = WebWorld(**config)  # pyright: ignore[reportArgumentType]
            stack.push_async_callback(world.bot.stop)
            if not online:
                return Served(world, stack)
            port = world.platform.bind()
            await stack.enter_async_context(running(world))
            return Served(world, stack, port=port)

        yield start


@asynccontextmanager
async def running(world: WebWorld) -> AsyncIterator[None]:
    """The world's platform, serving."""
    task = asyncio.create_task(world.platform.run())
    await asyncio.sleep(0)  # what never started cannot close what it listens on
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def served(serve: Serve) -> Served:
    return await serve()


@pytest.fixture
async def online(serve: Serve) -> Served:
    return await serve(online=True)
