"""A site of ours on a port of loopback, for a browser that goes there and comes back."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette

from adapters.http.serving import listening_at, served


@asynccontextmanager
async def served_site(make: Callable[[str], Starlette]) -> AsyncIterator[str]:
    """Its address, which `make` is told before there is a site. It answers from the start: what comes early waits in the socket."""
    listening = listening_at("127.0.0.1", 0, setting="port", backlog=128)
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(make(address), listening, name="site", stop_seconds=1):
        yield address
