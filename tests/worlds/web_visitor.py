"""What a page does, without a browser: sends, presses, reads, listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import httpx

from tests.patience import PATIENCE_SECONDS

Files = Sequence[tuple[str, bytes]]
ONCE = httpx.Limits(max_keepalive_connections=0)
"""A connection for each request: a server ends what is idle after five seconds, and httpx after as many, so that on a machine at work a
request may go into a connection that is just being ended."""


def visiting(address: str, **options: Any) -> httpx.AsyncClient:
    """Somebody who asks a server on this machine."""
    return httpx.AsyncClient(base_url=address, timeout=PATIENCE_SECONDS, limits=ONCE, **options)


async def send(
    visitor: httpx.AsyncClient, text: str, *, channel: str = "art", images: Files = (), **fields: str
) -> httpx.Response:
    data = {"event": uuid4().hex, "text": text, **fields}
    return await visitor.post(f"/api/channels/{channel}/messages", **_form(data, images))


async def press(
    visitor: httpx.AsyncClient, message: str, button: str, *, images: Files = (), **fields: str
) -> httpx.Response:
    data = {"event": uuid4().hex, "button": button, **fields}
    return await visitor.post(f"/api/messages/{message}/press", **_form(data, images))


def _form(data: dict[str, str], images: Files) -> dict[str, Any]:
    files = [
        *((name, (None, value)) for name, value in data.items()),
        *(("images", (name, raw)) for name, raw in images),
    ]
    return {"files": files}


async def page(visitor: httpx.AsyncClient, channel: str = "art", **query: str) -> list[dict[str, Any]]:
    answer = await visitor.get(f"/api/channels/{channel}/messages", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["messages"]


def button_of(message: dict[str, Any], action: str) -> str:
    return next(button["id"] for button in message["reply"]["buttons"] if button["action"] == action)


@asynccontextmanager
async def listening(visitor: httpx.AsyncClient) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
    """The visitor's event stream: (kind, data), from `hello` on."""
    async with visitor.stream("GET", "/api/events") as stream:
        assert stream.status_code == 200, await stream.aread()
        events = _events(stream)
        assert (await asyncio.wait_for(anext(events), PATIENCE_SECONDS))[0] == "hello"
        yield events


async def turned_away(visitor: httpx.AsyncClient) -> httpx.Response:
    """The answer to a page that may listen no more. One that may is let go at once: it would be told nothing more, and for ever."""
    async with visitor.stream("GET", "/api/events") as stream:
        assert stream.status_code != 200, "it may listen"
        await stream.aread()
        return stream


async def _events(stream: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    kind = ""
    async for line in stream.aiter_lines():
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            yield kind, json.loads(line[6:])


async def heard(events: AsyncIterator[tuple[str, dict[str, Any]]], kind: str) -> dict[str, Any]:
    """The next event of that kind."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for name, data in events:
            if name == kind:
                return data
    raise AssertionError(f"the stream ended before {kind}")
