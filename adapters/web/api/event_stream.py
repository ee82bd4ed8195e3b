"""The event stream: tells an open page what changed, as far as its person may see it.

An event is loaded from the Board for each viewer before it is sent, so that nothing leaks by a stream. Nothing is replayed: a page
that comes (back) gets `hello` once it is subscribed, and then reads the Board anew, so that nothing is missed either.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from adapters.web.api import payloads
from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.limits.stream_limits import StreamSeat, StreamSeats
from adapters.web.places import may_follow
from adapters.web.requests import address_of
from agent.errors import NotFound, Unavailable
from agent.ports import BoardEvent, Clock

RECONNECT_MILLISECONDS = 1_500


class Streams:
    """All open streams of this process."""

    def __init__(self, services: WebServices, config: WebConfig, sessions: Sessions) -> None:
        self._services = services
        self._config = config
        self._sessions = sessions
        self._previews = services.previews
        self._concurrency_limits = StreamSeats(
            most=config.streams_max,
            per_person=config.streams_per_person_max,
            per_address=config.streams_per_address_max,
        )
        self._is_closing = False
        sessions.when_ended(self._concurrency_limits.wake)

    def routes(self) -> list[Route]:
        return [Route("/api/events", self.events, methods=["GET"])]

    def close(self) -> None:
        """Ends every stream, so that the server can stop; pages come back by themselves."""
        self._is_closing = True
        self._concurrency_limits.wake()

    async def events(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        seat = self._concurrency_limits.take(person.author.id, address_of(request))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return _Stream(
            self._stream(person, seat), headers=headers, left=lambda: self._concurrency_limits.give_back(seat)
        )

    async def _stream(self, person: Person, seat: StreamSeat) -> AsyncGenerator[str]:
        async with self._services.bus.subscribe() as events:
            yield f"retry: {RECONNECT_MILLISECONDS}\n\n"
            yield _sent("hello", {"you": person.author.id})
            async for chunk in self._relayed(person, seat, events):
                yield chunk

    async def _relayed(
        self, person: Person, seat: StreamSeat, events: AsyncIterator[BoardEvent]
    ) -> AsyncGenerator[str]:
        # One task for the next event outlives the beats: cancelling it would end the iterator.
        coming = asyncio.create_task(_next(events))
        standing = _Standing(self._sessions, person, self._services.clock, self._config.heartbeat_seconds)
        woken = asyncio.create_task(seat.woken.wait())
        try:
            while not (self._is_closing or seat.is_taken_away):
                done, _ = await asyncio.wait(
                    (coming, woken),
                    timeout=self._config.heartbeat_seconds,
                    return_when=asyncio.FIRST_COMPLETED,
                )
                is_woken = woken in done
                if is_woken:
                    seat.woken.clear()
                    woken = asyncio.create_task(seat.woken.wait())
                if not await standing.holds(now=is_woken or not done):
                    return  # its session ended: the page asks again, and finds the door
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
            woken.cancel()
            coming.cancel()

    async def _told(self, person: Person, event: BoardEvent) -> str:
        if event.message is None:
            return _sent(event.kind, {})
        try:
            found = await self._services.board.message(event.message, viewer=person.author.id)
        except NotFound:
            return _sent("gone", {"id": event.message})
        told = payloads.message(found, viewer=person.author.id)
        return _sent("message", {"message": told, "preview": await self._previews.number(event.message)})


class _Stream(StreamingResponse):
    """Gives its place back however it ends, also where the visitor left before the first word."""

    def __init__(
        self, content: AsyncIterator[str], *, headers: dict[str, str], left: Callable[[], None]
    ) -> None:
        super().__init__(content, media_type="text/event-stream", headers=headers)
        self._left = left

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._left()


class _Standing:
    """Whether a stream's session still holds: looked up at each beat and when something ended here, so that what another process ended
    is heard of within a beat."""

    def __init__(self, sessions: Sessions, person: Person, clock: Clock, seconds: float) -> None:
        self._sessions = sessions
        self._person = person
        self._clock = clock
        self._seconds = seconds
        self._looked = clock.monotonic()

    async def holds(self, *, now: bool) -> bool:
        """Raises StoreUnavailable."""
        at = self._clock.monotonic()
        if not now and at - self._looked < self._seconds:
            return True
        self._looked = at
        return await self._sessions.still(self._person)


async def _next(events: AsyncIterator[BoardEvent]) -> BoardEvent:
    return await anext(events)


def _sent(kind: str, body: dict[str, payloads.Json]) -> str:
    return f"event: {kind}\ndata: {json.dumps(body)}\n\n"
