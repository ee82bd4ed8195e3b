"""The listening connection: an end of it that the driver did not expect costs neither the bus nor an orderly stop."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import pytest

from agent.ports import BoardEvent
from db import bus as bus_module
from db.bus import PgBus
from db.pool import Pool
from tests.patience import PATIENCE_SECONDS, until, until_seen

ENDED = asyncpg.InternalClientError('cannot switch to state 11; protocol is in the "failed" state')
"""As the driver says it of a connection that ends while something is asked on it."""
EVENT = BoardEvent(channel="web:art", kind="progress", text="painting")


class Breaking:
    """A pool whose connections end where they are told to."""

    def __init__(self, pool: Pool, *, at: str) -> None:
        self._pool, self._at = pool, at
        self.lent: list[Any] = []
        self.times = 0

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[Any]:
        async with self._pool.acquire() as connection:
            self.lent.append(connection)
            yield self if self._at else connection

    def __getattr__(self, name: str) -> Any:
        return self._ends if name == self._at else getattr(self.lent[-1], name)

    async def _ends(self, *given: object) -> None:
        at, self._at = self._at, ""
        self.times += 1
        if at == "remove_listener":
            await self.lent[-1].remove_listener(*given)
        raise ENDED


@pytest.fixture(autouse=True)
def listens_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bus_module, "RECONNECT_SECONDS", 0.0)


async def listening(pool: Pool) -> None:
    await until_seen(
        lambda: pool.fetchval("select exists (select from pg_stat_activity where query like 'LISTEN%')"),
        "LISTEN",
    )


async def test_a_stop_raises_nothing_though_the_connection_ends_meanwhile(pool: Pool) -> None:
    breaking = Breaking(pool, at="remove_listener")
    task = asyncio.create_task(PgBus(breaking).run())  # pyright: ignore[reportArgumentType] - a pool as the bus uses one
    await listening(pool)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert breaking.times == 1


async def test_what_ends_a_connection_ends_no_bus(pool: Pool) -> None:
    breaking = Breaking(pool, at="add_listener")
    bus = PgBus(breaking)  # pyright: ignore[reportArgumentType] - a pool as the bus uses one
    task = asyncio.create_task(bus.run())
    await until(lambda: len(breaking.lent) == 2, "the second connection")
    await listening(pool)

    async with bus.subscribe() as events:
        await PgBus(pool).publish(EVENT)
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await anext(aiter(events)) == EVENT

    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert breaking.times == 1
