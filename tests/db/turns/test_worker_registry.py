"""Whose jobs are put back: those of the dead, soon; those of the living never, whatever Postgres did to their locks."""

from collections.abc import AsyncIterator

import pytest

from agent.errors import StoreUnavailable
from db.pool import Pool
from db.turns.queue import SURE_SECONDS, WorkerRegistry
from tests.worlds.stored_turns import StoredTurns

STALLED_SECONDS = 8.0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Guild:
    """Two workers; the second one looks after the first."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.house, self.clock = pool, StoredTurns(pool), Clock()
        self.other, self.watchful = WorkerRegistry(pool), WorkerRegistry(pool, monotonic=self.clock)

    async def works_on_a_turn(self) -> int:
        """The other worker's job."""
        await self.other.join("other")
        turn = (await self.house.say()).turn
        await self.house.turns.claim(turn, "other")
        return await self.pool.fetchval(_TAKEN, turn)

    async def loses_its_lock(self) -> None:
        """As by its death, or by a restart of Postgres; returns once the connection has ended."""
        await self.pool.execute(_END_CONNECTION)

    async def look(self, *, after_seconds: float = 0.0) -> list[int]:
        self.clock.now += after_seconds
        return list(await self.watchful.rescue(stalled_seconds=STALLED_SECONDS))


_TAKEN = """
with worker as (insert into procrastinate_workers default values returning id)
update procrastinate_jobs j set status = 'doing', worker_id = worker.id from worker
where j.id = (select job_id from turns where id = $1::uuid) returning j.id
"""
_END_CONNECTION = """
select pg_terminate_backend(l.pid, 10000) from pg_locks l join workers w on l.objid = w.number::oid
where l.locktype = 'advisory' and w.id = 'other'
"""


@pytest.fixture
async def guild(pool: Pool) -> AsyncIterator[Guild]:
    guild = Guild(pool)
    yield guild
    if await guild.other.alive():
        await guild.other.leave("other")


async def test_the_jobs_of_a_dead_worker_are_put_back_once_it_is_sure(guild: Guild) -> None:
    job = await guild.works_on_a_turn()
    assert await guild.look() == []
    await guild.loses_its_lock()

    assert await guild.look() == []
    assert await guild.look(after_seconds=SURE_SECONDS) == [job]
    assert await guild.look(after_seconds=SURE_SECONDS) == []


async def test_a_worker_that_takes_its_lock_again_keeps_its_jobs(guild: Guild) -> None:
    """Postgres restarted: the locks of all workers are gone until each has taken its own again."""
    await guild.works_on_a_turn()
    await guild.loses_its_lock()
    assert await guild.look() == []
    assert not await guild.other.alive()

    await guild.other.rejoin("other")

    assert await guild.look(after_seconds=SURE_SECONDS) == []
    assert await guild.look(after_seconds=SURE_SECONDS) == []


async def test_a_worker_whose_heartbeat_comes_late_keeps_its_jobs(guild: Guild) -> None:
    """Postgres was away for longer than a lease: all heartbeats are old when it comes back."""
    await guild.works_on_a_turn()
    await guild.pool.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
    assert await guild.look() == []

    await guild.pool.execute("update procrastinate_workers set last_heartbeat = now()")

    assert await guild.look(after_seconds=SURE_SECONDS) == []


async def test_a_frozen_worker_loses_its_jobs(guild: Guild) -> None:
    job = await guild.works_on_a_turn()
    await guild.pool.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")

    assert await guild.look() == []
    assert await guild.look(after_seconds=SURE_SECONDS) == [job]


async def test_a_job_that_its_own_worker_knows_nothing_of_is_put_back(guild: Guild) -> None:
    """Postgres restarted after it had given the job away, and before the worker heard of it."""
    job = await guild.works_on_a_turn()
    worker = await guild.pool.fetchval("select worker_id from procrastinate_jobs where id = $1", job)

    async def look(held: set[int], after_seconds: float) -> list[int]:
        guild.clock.now += after_seconds
        found = await guild.watchful.rescue(stalled_seconds=STALLED_SECONDS, fetching_as=worker, held=held)
        return list(found)

    assert await look({job}, 0.0) == []
    assert await look({job}, SURE_SECONDS) == []
    assert await look(set(), 0.0) == []
    assert await look(set(), SURE_SECONDS) == [job]


async def test_without_postgres_it_says_so_and_can_be_asked_again() -> None:
    class Away:
        def acquire(self) -> None:
            raise ConnectionRefusedError

    with pytest.raises(StoreUnavailable):
        await WorkerRegistry(Away()).rescue(stalled_seconds=STALLED_SECONDS)  # pyright: ignore[reportArgumentType]


async def test_a_second_rescuer_finds_nothing_left(guild: Guild) -> None:
    await guild.works_on_a_turn()
    await guild.loses_its_lock()
    late = WorkerRegistry(guild.pool, monotonic=guild.clock)
    for rescuer in (guild.watchful, late):
        await rescuer.rescue(stalled_seconds=STALLED_SECONDS)

    assert len(await guild.look(after_seconds=SURE_SECONDS)) == 1
    assert not await late.rescue(stalled_seconds=STALLED_SECONDS)


async def test_a_chore_whose_successor_waits_keeps_no_turn_from_being_rescued(guild: Guild) -> None:
    """Of a chore one may wait at a time. Put back, the orphan would be a second: it goes, and its successor does its work."""
    job = await guild.works_on_a_turn()
    orphan = await guild.pool.fetchval(_CHORE, "doing")
    successor = await guild.pool.fetchval(_CHORE, "todo")
    await guild.loses_its_lock()

    assert await guild.look() == []
    assert await guild.look(after_seconds=SURE_SECONDS) == [job]

    chores = await guild.pool.fetch(
        "select id, status::text from procrastinate_jobs where queueing_lock = 'upkeep:x'"
    )
    assert [(row["id"], row["status"]) for row in chores] == [(successor, "todo")]
    assert orphan != successor


_CHORE = """
insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status, args)
values ('upkeep', 'upkeep', 'upkeep:x', $1::procrastinate_job_status, '{}') returning id
"""
