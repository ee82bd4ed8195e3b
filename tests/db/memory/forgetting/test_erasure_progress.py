"""How far an erasure has come is written down: whoever goes on with it begins there, and what was at work is not passed over."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from agent.domain.conversation import Reply
from db.memory.forgetting.erase_turns import TurnErasure
from db.memory.forgetting.retention import finish_erasures
from db.pool import Pool
from tests.contracts.memory.memory_house import ANA, ART, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse

TURNS, ROWS = 7, 2
_NAMED = "select count(*) from spending where author is not null"


async def much(house: PgMemoryHouse, *, steps: Sequence[str] = ("plan",)) -> None:
    for n in range(TURNS):
        await house.post(f"fox {n}", pixels(f"fox {n}"), by=ANA, place=ART)
    await house.pool.execute(
        "insert into spending (turn_id, step, day, author, channel) select id, step, current_date, author, channel from turns, "
        "unnest($1::text[]) step", list(steps),
    )  # fmt: skip


async def asks(pool: Pool) -> datetime:
    return await pool.fetchval("insert into erasures (author) values ($1) returning requested_at", ANA)


async def without_memories(house: PgMemoryHouse) -> datetime:
    """They ask, and have none any more."""
    until = await asks(house.pool)
    assert not await batch(house.pool, until)
    return until


async def batch(pool: Pool, until: datetime) -> bool:
    """Of somebody who knows nothing of what others did; whether that was the last."""
    erasure = TurnErasure(author=ANA, until=until)
    async with pool.acquire() as connection, connection.transaction():
        await erasure.batch(connection, ROWS)
    return erasure.is_over


async def progress(pool: Pool) -> dict[str, Any]:
    return await pool.fetchval("select progress from erasures where author = $1", ANA)


async def test_each_batch_begins_where_the_one_before_ended_whoever_that_was(house: PgMemoryHouse) -> None:
    await much(house)
    until, seen = await asks(house.pool), list[tuple[str, str]]()

    while not await batch(house.pool, until):
        now = await progress(house.pool)
        seen.append((now["stage"], str(now["after"])))

    stages = list(dict.fromkeys(stage for stage, _ in seen))
    assert stages == ["spending", "images", "turns", "messages"]
    assert len(set(seen)) == len(seen)  # nobody stood where another had been
    assert await house.pool.fetchval("select count(*) from erasures") == 0
    assert await house.pool.fetchval(_NAMED) == 0


async def test_no_step_of_a_turn_keeps_a_name_where_a_batch_ends_between_two(house: PgMemoryHouse) -> None:
    await much(house, steps=("plan", "render-0", "evaluate-0"))
    until = await asks(house.pool)

    while (await progress(house.pool) or {"stage": "spending"})["stage"] == "spending":
        await batch(house.pool, until)

    assert await house.pool.fetchval(_NAMED) == 0


async def test_what_was_spent_counts_on_without_a_name_in_its_place(house: PgMemoryHouse) -> None:
    """By day and place, as limits and moderators count; and what a turn at work has booked is still there to be paid for."""
    working = await house.hear("draw a fox", by=ANA, place=ART)
    await much(house, steps=("plan", "render-0"))
    await house.pool.execute("update spending set pictures = 1, usd = 0.25, day = day - (step = 'plan')::int")
    sums = "select day, channel, community, sum(pictures) as pictures, sum(usd) as usd from spending group by 1, 2, 3 order by 1"
    await house.pool.execute("update spending set community = $1", ART.community_key)
    before = await house.pool.fetch(sums)
    until = await asks(house.pool)

    while (await progress(house.pool) or {"stage": "spending"})["stage"] == "spending":
        await batch(house.pool, until)

    assert await house.pool.fetch(sums) == before
    named = await house.pool.fetch("select turn_id, step from spending where author is not null")
    assert {str(row["turn_id"]) for row in named} == {working.turn.id}
    assert await house.pool.fetchval("select count(*) from spending where author is null") < 2 * TURNS


async def test_a_turn_that_was_at_work_as_the_walk_passed_it_is_erased_once_it_is_over(
    house: PgMemoryHouse,
) -> None:
    """Also where it is over before the erasure is: it was looked for among what is at work, and was not there any more."""
    claim = await house.hear("draw a fox", by=ANA, place=ART)
    await much(house)
    until = await asks(house.pool)
    while (await progress(house.pool) or {"stage": "spending"})["stage"] != "messages":
        await batch(house.pool, until)
    await house.answer(claim, Reply(kind="text", text="done"))

    while not await batch(house.pool, until):
        pass
    assert (await progress(house.pool))["stage"] == "late turns"
    await finish_erasures(house.pool)

    assert await house.pool.fetchval("select count(*) from turns where author = $1", ANA) == 0
    assert await house.pool.fetchval("select count(*) from erasures") == 0


async def test_a_picture_brought_with_a_turn_at_work_goes_with_it(house: PgMemoryHouse) -> None:
    claim = await house.hear("draw a fox", by=ANA, place=ART)
    picture = await house.save_image(pixels("brought"), owner=ANA)
    await house.pool.execute(
        "insert into message_images (message_id, position, image_id) select id, 0, $2::uuid from messages where turn_id = $1::uuid "
        "and author = $3", claim.turn.id, picture, ANA,
    )  # fmt: skip
    until = await asks(house.pool)
    while not await batch(house.pool, until):
        pass
    assert await house.has_image(picture)
    await house.answer(claim, Reply(kind="text", text="done"))

    await finish_erasures(house.pool)

    assert not await house.has_image(picture)
    assert await house.pool.fetchval("select count(*) from erasures") == 0


async def test_who_asks_again_is_begun_with_anew(house: PgMemoryHouse) -> None:
    """What was said and spent since then is not passed over because of how far the first time had come."""
    await much(house)
    first = await asks(house.pool)
    while (await progress(house.pool) or {"stage": ""})["stage"] != "messages":
        await batch(house.pool, first)
    await house.pool.execute("delete from spending")
    await much(house)
    await house.pool.execute("update erasures set requested_at = $1", datetime.now(UTC))

    await finish_erasures(house.pool)

    assert await house.pool.fetchval("select count(*) from turns where author = $1", ANA) == 0
    assert await house.pool.fetchval(_NAMED) == 0
    assert await house.pool.fetchval("select count(*) from erasures") == 0


async def test_no_batch_waits_for_the_disk_and_nobody_else_is_spared_it(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    await much(house)
    until, within = await asks(house.pool), list[str]()
    old = TurnErasure._note  # pyright: ignore[reportPrivateUsage] # between the batch and its commit

    async def noted(self: TurnErasure, connection: Any) -> None:
        within.append(await connection.fetchval("show synchronous_commit"))
        await old(self, connection)

    monkeypatch.setattr(TurnErasure, "_note", noted)
    async with house.pool.acquire() as connection:
        await connection.execute("set synchronous_commit = on")
        async with connection.transaction():
            await TurnErasure(author=ANA, until=until).batch(connection, ROWS)
        assert await connection.fetchval("show synchronous_commit") == "on"
        await connection.execute("reset synchronous_commit")
    assert within == ["off"]


async def test_nobody_waits_in_a_statement_for_who_erases_the_same_person(house: PgMemoryHouse) -> None:
    """A look that finds it taken is over at once; what is left is done by who comes after."""
    await much(house)
    until = await without_memories(house)
    guest = TurnErasure(author=ANA, until=until)
    async with house.pool.acquire() as first, first.transaction():
        assert await TurnErasure(author=ANA, until=until).batch(first, ROWS) == ROWS
        async with house.pool.acquire() as second, second.transaction():
            assert await guest.batch(second, ROWS) == 0
        assert guest.is_taken

    while not guest.is_over:
        async with house.pool.acquire() as connection, connection.transaction():
            await guest.batch(connection, ROWS)

    assert not guest.is_taken
    assert await house.pool.fetchval("select count(*) from turns where author = $1", ANA) == 0
