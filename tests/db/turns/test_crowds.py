"""What a crowd brings at once is taken in and fetched as if it had come one by one."""

import asyncio
import json
import random
from collections.abc import Sequence

import asyncpg
import pytest

from agent.domain.conversation import Place, Said
from db.pool import Pool
from db.turns.concurrency_limits import wake
from db.turns.intake_statement import NewTurn, write, write_together
from db.turns.intake_store import IntakeStore
from tests.fakes import builders
from tests.patience import PATIENCE_SECONDS

_DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


def written(number: int, by: str, channel: str, *, guild: str = "guild") -> NewTurn:
    return NewTurn(
        event_id=f"e{number}", place=Place(platform="discord", community=guild, channel=channel),
        author=builders.author(by), request=Said(text="a fox"), text="a fox", message=f"m{number}",
    )  # fmt: skip


def crowd(seed: int, size: int = 60) -> list[NewTurn]:
    """Some write much, some little; some write on in a conversation in which they wait."""
    chance = random.Random(seed)
    people = ["ana", "ana", "ana", *(f"p{n}" for n in range(12))]
    return [
        written(n, chance.choice(people), f"c{chance.randrange(3)}", guild=f"g{chance.randrange(2)}")
        for n in range(size)
    ]


async def priorities(pool: Pool) -> dict[str, int]:
    rows = await pool.fetch(
        "select i.event_id, j.priority from inbox i join procrastinate_jobs j on (j.args->>'turn')::uuid = i.turn_id"
    )
    return {row["event_id"]: row["priority"] for row in rows}


async def test_a_batch_is_put_back_as_far_as_the_same_events_one_after_another(pool: Pool) -> None:
    events = crowd(1)
    async with pool.acquire() as connection:
        for new in events:
            await write(connection, new, ())
        one_by_one = await priorities(pool)
        await connection.execute("truncate turns, inbox, messages, procrastinate_jobs cascade")
        await write_together(connection, events[:25])
        await write_together(connection, events[25:])

    assert await priorities(pool) == one_by_one
    assert len(set(one_by_one.values())) > 10


async def test_one_conversation_is_stored_in_its_order_however_many_are_stored_at_once(pool: Pool) -> None:
    store, events = IntakeStore(pool), crowd(2)

    await asyncio.gather(*(store.take_in(new) for new in events))

    rows = await pool.fetch(
        "select conversation, platform_id from messages where platform_id is not null order by id"
    )
    for conversation in {row["conversation"] for row in rows}:
        said = [int(row["platform_id"][1:]) for row in rows if row["conversation"] == conversation]
        assert said == sorted(said)


async def test_people_who_write_in_several_places_at_once_are_waited_for_by_nobody(pool: Pool) -> None:
    """New to everybody, in every conversation and in every order: two transactions that waited for each other would take a second."""
    stores = [IntakeStore(pool) for _ in range(3)]
    people = [f"p{n}" for n in range(40)]
    events = [
        written(1_000 * place + n, person, f"c{place}")
        for place in range(6)
        for n, person in enumerate(people if place % 2 else reversed(people))
    ]

    before = await pool.fetchval(_DEADLOCKS)

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(*(stores[n % 3].take_in(new) for n, new in enumerate(events)))

    assert await pool.fetchval("select count(*) from turns") == len(events)
    known = await pool.fetch("select id from people")
    assert {row["id"] for row in known} == {builders.author(person).id for person in people}
    assert await pool.fetchval(_DEADLOCKS) == before


# --- telling the workers -----------------------------------------------------------------------------------


class Heard:
    """What a worker of the queue `turns` is told, as procrastinate listens for it."""

    def __init__(self) -> None:
        self.words: list[object] = []

    def __call__(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        self.words.append(payload)

    async def since(self, connection: asyncpg.Connection) -> list[object]:
        """All that was said up to now: notifications come before the answer to what is asked after them."""
        await connection.fetchval("select 1")
        heard, self.words = self.words, []
        return heard


async def test_a_transaction_of_many_jobs_is_told_once_and_so_is_a_lock_or_a_seat_that_comes_free(
    pool: Pool, dsn: str
) -> None:
    heard, listening = Heard(), await asyncpg.connect(dsn)
    await listening.add_listener("procrastinate_queue_v1#turns", heard)
    worker = await pool.fetchval("insert into procrastinate_workers default values returning id")
    try:
        async with pool.acquire() as connection:
            await write_together(connection, crowd(4, size=30))
        assert [json.loads(str(word))["type"] for word in await heard.since(listening)] == ["job_inserted"]

        jobs = await pool.fetch("select id from atelier_fetch_jobs(array['turns'], $1, 100)", worker)
        assert await heard.since(listening) == []
        await pool.execute("select atelier_finish_jobs($1)", [row["id"] for row in jobs])
        assert len(await heard.since(listening)) == 1

        waiting = await pool.fetchval("select min(id) from procrastinate_jobs")
        async with pool.acquire() as connection:
            await wake(connection, [waiting])
        assert len(await heard.since(listening)) == 1
    finally:
        await listening.close()


# --- fetching ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
async def test_the_jobs_of_one_walk_are_those_that_procrastinate_would_fetch_one_by_one(
    pool: Pool, seed: int
) -> None:
    chance = random.Random(seed)
    await pool.executemany(
        "insert into procrastinate_jobs (queue_name, task_name, priority, lock, status, scheduled_at)"
        " values ($1, 'turn', $2, $3, $4::procrastinate_job_status, now() + make_interval(secs => $5))",
        [
            (
                chance.choice(["turns", "turns", "upkeep"]), -chance.randrange(4), chance.choice([None, *"abcdef"]), "todo",
                chance.choice([-60.0, -60.0, -60.0, 60.0]),
            )
            for _ in range(50)
        ],
    )  # fmt: skip
    await pool.execute(
        "update procrastinate_jobs set status = 'doing' where id = (select max(id) from procrastinate_jobs where lock = 'a')"
    )
    worker = await pool.fetchval("insert into procrastinate_workers default values returning id")

    by_one = await _fetched_by_one(pool, worker)
    together = await pool.fetch("select id from atelier_fetch_jobs(array['turns'], $1, 100)", worker)

    assert [row["id"] for row in together] == by_one
    assert by_one


async def _fetched_by_one(pool: Pool, worker: int) -> list[int]:
    """All that procrastinate fetches, taken back afterwards."""
    found: list[int] = []
    async with pool.acquire() as connection:
        await connection.execute("begin")
        while True:
            job = await connection.fetchval(
                "select id from procrastinate_fetch_job_v2(array['turns'], $1)", worker
            )
            if job is None:
                break
            found.append(job)
        await connection.execute("rollback")
    return found


async def test_two_workers_that_fetch_at_once_never_get_the_same_job_nor_two_of_a_conversation(
    pool: Pool,
) -> None:
    store, events = IntakeStore(pool), crowd(3)
    await asyncio.gather(*(store.take_in(new) for new in events))
    workers = [
        await pool.fetchval("insert into procrastinate_workers default values returning id") for _ in range(2)
    ]

    async def fetches(worker: int) -> Sequence[tuple[int, str]]:
        rows = await pool.fetch("select id, lock from atelier_fetch_jobs(null, $1, 5)", worker)
        return [(row["id"], row["lock"]) for row in rows]

    fetched = [
        job for jobs in await asyncio.gather(*(fetches(worker) for worker in workers * 8)) for job in jobs
    ]

    assert len({job for job, _ in fetched}) == len(fetched)
    assert len({lock for _, lock in fetched}) == len(fetched)
    assert len(fetched) == len({new.place.conversation(new.author.id) for new in events})
