"""The event stream: tells an open page what changed, as far as its person may see it.

An event is loaded from the Board for each viewer before it is sent, so that nothing leaks by a stream. Nothing is replayed: a page
that comes (back) gets `hello` once it is subscribed, and then reads the Board anew, so that nothing is missed either.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from adapters.web.api import payloads
from adapters.web.config import WebConfig, WebServices
from adapters.web.error_responses import TooMany
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.outbound import Previews
from adapters.web.places import may_follow
from agent.domain.conversation import AuthorId
from agent.errors import NotFound, Unavailable
from agent.ports import BoardEvent

RECONNECT_MILLISECONDS = 1_500


class Streams:
    """All open streams of this process."""

    def __init__(
        self, services: WebServices, config: WebConfig, sessions: Sessions, previews: Previews
    ) -> None:
        self._services = services
        self._config = config
        self._sessions = sessions
        self._previews = previews
        self._open: Counter[AuthorId] = Counter()
        self._closing = asyncio.Event()

    def routes(self) -> list[Route]:
        return [Route("/api/events", self.events, methods=["GET"])]

    def close(self) -> None:
        """Ends every stream, so that the server can stop; pages come back by themselves."""
        self._closing.set()

    async def events(self, request: Request) -> Response:
        person = self._sessions.person(request)
        config = self._config
        if self._open[person.author.id] >= config.streams_per_person_max:
            raise TooMany(
                f"{config.streams_per_person_max} pages are open under your name. Close one of them."
            )
        if self._open.total() >= config.streams_max:
            raise TooMany("Many pages are open at the moment. This one will try again.")
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(self._stream(person), media_type="text/event-stream", headers=headers)

    async def _stream(self, person: Person) -> AsyncGenerator[str]:
        self._open[person.author.id] += 1
        try:
            async with self._services.bus.subscribe() as events:
                yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
                yield _sent("hello", {"you": person.author.id})
                async for chunk in self._relayed(person, events):
                    yield chunk
        finally:
            self._open[person.author.id] -= 1
            self._open += Counter[AuthorId]()  # drops those at zero

    async def _relayed(self, person: Person, events: AsyncIterator[BoardEvent]) -> AsyncGenerator[str]:
        closing = asyncio.create_task(self._closing.wait())
        # One task for the next event outlives the beats: cancelling it would end the iterator.
        coming = asyncio.create_task(_next(events))
        try:
            while not self._closing.is_set():
                done, _ = await asyncio.wait(
                    (coming, closing),
                    timeout=self._config.heartbeat_seconds,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                if coming in done:
                    if isinstance(coming.exception(), StopAsyncIteration | Unavailable):
                        return  # the bus ended; the page comes back, and reads what it missed
                    event = coming.result()
                    coming = asyncio.create_task(_next(events))
                    if event.channel and may_follow(person, event.channel):
                        yield await self._told(person, event)
                elif not done:
                    yield _sent("beat", {})
        except Unavailable:
            return
        finally:
            closing.cancel()
            coming.cancel()

    async def _told(self, person: Person, event: BoardEvent) -> str:
        if event.message is None:
            return _sent(event.kind, {})
        try:
            found = await self._services.board.message(event.message, viewer=person.author.id)
        except NotFound:
            return _sent("gone", {"id": event.message})
        told = payloads.message(found, viewer=person.author.id)
        return _sent("message", {"message": told, "preview": self._previews.number(event.message)})


async def _next(events: AsyncIterator[BoardEvent]) -> BoardEvent:
    return await anext(events)


def _sent(kind: str, body: dict[str, payloads.Json]) -> str:
    return f"event: {kind}\ndata: {json.dumps(body)}\n\n"
