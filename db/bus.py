"""Tells every process what changed, by NOTIFY; who missed something reads the board."""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import asdict

from agent.ports import BoardEvent
from db.codec import load
from db.errors import DRIVER_ERRORS, guarded
from db.pool import Pool

CHANNEL = "atelier_board"
HELD_MAX = 1_000
"""Events held for a slow subscriber; then the oldest go."""
RECONNECT_SECONDS = 1.0
TEXT_CHARS_MAX = 300
"""NOTIFY takes 8,000 bytes at most; an event is small on purpose."""

log = logging.getLogger(__name__)


class PgBus:
    """The `Bus` over LISTEN/NOTIFY. `run` keeps the listening connection, also across restarts of Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._subscribers: set[asyncio.Queue[BoardEvent]] = set()

    @guarded
    async def publish(self, event: BoardEvent) -> None:
        payload = json.dumps({**asdict(event), "text": event.text[:TEXT_CHARS_MAX]})
        async with self._pool.acquire() as connection:
            await connection.execute("select pg_notify($1, $2)", CHANNEL, payload)

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[BoardEvent]]:
        return self._subscription()

    @asynccontextmanager
    async def _subscription(self) -> AsyncGenerator[AsyncIterator[BoardEvent]]:
        events: asyncio.Queue[BoardEvent] = asyncio.Queue(HELD_MAX)
        self._subscribers.add(events)
        try:
            yield _each(events)
        finally:
            self._subscribers.discard(events)

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                await self._listen()
            except DRIVER_ERRORS as error:
                log.warning("listening stopped", extra={"action": "bus_lost", "error": type(error).__name__})
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen(self) -> None:
        async with self._pool.acquire() as connection:
            lost = asyncio.Event()

            def ended(_connection: object) -> None:
                lost.set()

            connection.add_termination_listener(ended)
            await connection.add_listener(CHANNEL, self._heard)
            try:
                await lost.wait()
            finally:
                with suppress(*DRIVER_ERRORS):
                    await connection.remove_listener(CHANNEL, self._heard)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        event = load(BoardEvent, json.loads(str(payload)))
        for events in self._subscribers:
            if events.full():
                events.get_nowait()
            events.put_nowait(event)


async def _each(events: asyncio.Queue[BoardEvent]) -> AsyncGenerator[BoardEvent]:
    while True:
        yield await events.get()
