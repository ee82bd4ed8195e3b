"""A lock that one process holds: whoever stands by takes over, and outlives a database that is away."""

import asyncio
from contextlib import suppress
from typing import Any

import pytest

from db import locks
from db.locks import wait_for_lock
from db.pool import Pool
from tests.patience import until, until_seen

KEY = 4711
_HELD = "select exists (select from pg_locks where locktype = 'advisory' and granted)"


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "STAND_BY_SECONDS", 0.0)


class Holder:
    """A process that wants the lock, and lets it go when it is told to."""

    def __init__(self, pool: Any) -> None:
        self._has_it, self._lets_go = asyncio.Event(), asyncio.Event()
        self.task = asyncio.create_task(self._holds(pool))

    async def _holds(self, pool: Pool) -> None:
        async with wait_for_lock(pool, KEY):
            self._has_it.set()
            await self._lets_go.wait()

    async def gets_it(self) -> None:
        """Raises what ended the waiting otherwise."""
        got = asyncio.create_task(self._has_it.wait())
        await asyncio.wait({got, self.task}, return_when=asyncio.FIRST_COMPLETED)
        got.cancel()
        assert self._has_it.is_set() or await self.task

    async def lets_go(self) -> None:
        self._lets_go.set()
        await self.task


class Faltering:
    """A pool whose database does not answer the first few times."""

    def __init__(self, pool: Pool, times: int) -> None:
        self.release = pool.release
        self._pool = pool
        self.left = times

    async def acquire(self) -> Any:
        if self.left:
            self.left -= 1
            raise TimeoutError
        return await self._pool.acquire()


async def test_the_second_takes_over_when_the_first_lets_go(pool: Pool) -> None:
    first = Holder(pool)
    await first.gets_it()
    second = Holder(pool)

    await first.lets_go()
    await second.gets_it()

    await second.lets_go()
    assert not await pool.fetchval(_HELD)


async def test_a_database_that_does_not_answer_is_waited_for(pool: Pool) -> None:
    faltering = Faltering(pool, times=3)

    holder = Holder(faltering)
    await holder.gets_it()

    assert faltering.left == 0
    await holder.lets_go()


async def test_whoever_gives_up_waiting_leaves_nothing_held(pool: Pool) -> None:
    first = Holder(pool)
    await first.gets_it()
    second = Holder(pool)
    await until(lambda: pool.get_size() > pool.get_idle_size())

    second.task.cancel()
    with suppress(asyncio.CancelledError):
        await second.task
    await first.lets_go()

    async def free() -> bool:
        return not await pool.fetchval(_HELD)

    await until_seen(free, "a lock that nobody holds")
    assert pool.get_size() == pool.get_idle_size()
