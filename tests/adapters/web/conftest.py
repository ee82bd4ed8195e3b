"""A served web chat on fakes, visitors that speak HTTP to it, and a browser."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import httpx
import pytest

from tests.browser import browser_page, chromium
from tests.fakes.web_world import WebWorld

__all__ = ["browser_page", "chromium"]

Serve = Callable[..., Awaitable["Served"]]


class Served:
    """A running web chat."""

    def __init__(self, world: WebWorld, address: str, stack: AsyncExitStack) -> None:
        self.world = world
        self.address = address
        self._stack = stack

    async def client(self, **options: object) -> httpx.AsyncClient:
        """Somebody who has not said who they are."""
        client = httpx.AsyncClient(base_url=self.address, timeout=10, **options)  # pyright: ignore[reportArgumentType]
        return await self._stack.enter_async_context(client)

    async def visitor(self, name: str = "Ana", *, moderator: bool = False) -> httpx.AsyncClient:
        client = await self.client()
        answer = await client.post("/api/session", json={"name": name, "moderator": moderator})
        assert answer.status_code == 200, answer.text
        return client


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serves a world on a free port of loopback; keywords go to WebConfig."""
    async with AsyncExitStack() as stack:

        async def start(**config: object) -> Served:
            world = WebWorld(**config)  # pyright: ignore[reportArgumentType]
            port = world.platform.bind()
            await stack.enter_async_context(_running(world))
            return Served(world, f"http://127.0.0.1:{port}", stack)

        yield start


@asynccontextmanager
async def _running(world: WebWorld) -> AsyncIterator[None]:
    task = asyncio.create_task(world.platform.run())
    try:
        yield
    finally:
        await world.bot.stop()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def served(serve: Serve) -> Served:
    return await serve()
