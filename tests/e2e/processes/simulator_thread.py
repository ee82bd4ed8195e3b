"""A simulated server in a thread and loop of its own, for tests that read a process line by line."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

from tests.patience import PATIENCE_SECONDS

Server = TypeVar("Server")


@contextmanager
def in_thread(serving: AbstractAsyncContextManager[Server]) -> Iterator[Server]:
    """The server, until the block ends. Its state may be read and changed from here; its events belong to its own loop."""
    started: list[Server] = []
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def run() -> None:
        async with serving as server:
            started.append(server)
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(PATIENCE_SECONDS)
    try:
        yield started[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE_SECONDS)
        loop.close()
