"""Scheduled pictures: whose they are, and that each due time is one turn."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from agent.domain.conversation import Said
from agent.domain.recurrence import Recurrence, Wish
from agent.errors import OverBudget
from agent.limits import SCHEDULES_PER_PERSON_MAX
from db.pool import Pool
from db.turns.intake_store import IntakeStore
from db.turns.schedules import DueSchedules, PgScheduleStore
from db.turns.turn_store import Claim, TurnStore
from tests.fakes.builders import turn
from tests.fakes.clock import FakeClock

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAILY = Wish(when=Recurrence(at=time(9)), text="a fox")


@pytest.fixture
def store(pool: Pool) -> PgScheduleStore:
    return PgScheduleStore(pool)


def _due(pool: Pool, now: datetime) -> DueSchedules:
    return DueSchedules(pool, IntakeStore(pool), FakeClock(now))


async def test_a_due_picture_is_taken_in_once_and_moves_on_to_the_next_day(
    pool: Pool, store: PgScheduleStore
) -> None:
    await store.add(turn(may_manage=True), DAILY, next_at=NINE)

    early = await _due(pool, NINE - timedelta(seconds=1)).take_in_due()
    first = await _due(pool, NINE + timedelta(seconds=5)).take_in_due()
    again = await _due(pool, NINE + timedelta(seconds=6)).take_in_due()

    assert (len(early), len(first), len(again)) == (0, 1, 0)
    [scheduled] = await store.list(turn())
    assert scheduled.next_at == NINE + timedelta(days=1)
    claim = await TurnStore(pool).claim(first[0], "worker")
    assert isinstance(claim, Claim)
    assert claim.turn.request == Said(text="a fox")
    assert not claim.turn.author.may_manage  # a moderator then need not be one when it is due


async def test_a_process_that_died_between_the_two_steps_does_not_draw_it_twice(
    pool: Pool, store: PgScheduleStore
) -> None:
    await store.add(turn(), DAILY, next_at=NINE)
    assert await _due(pool, NINE).take_in_due()
    await pool.execute("update schedules set next_at = $1", NINE)  # as if it had not moved on

    assert not await _due(pool, NINE).take_in_due()
    [scheduled] = await store.list(turn())
    assert scheduled.next_at == NINE + timedelta(days=1)


async def test_what_was_due_long_ago_is_left_out(pool: Pool, store: PgScheduleStore) -> None:
    await store.add(turn(), DAILY, next_at=NINE)

    assert not await _due(pool, NINE + timedelta(days=3, hours=7)).take_in_due()

    [scheduled] = await store.list(turn())
    assert scheduled.next_at == NINE + timedelta(days=4)


async def test_a_single_date_is_never_due_again(pool: Pool, store: PgScheduleStore) -> None:
    once = Wish(when=Recurrence(once=NINE.date(), at=time(9)), text="a cake")
    await store.add(turn(), once, next_at=NINE)

    assert await _due(pool, NINE).take_in_due()

    [scheduled] = await store.list(turn())
    assert scheduled.next_at is None


async def test_a_paused_one_waits_until_it_is_resumed(pool: Pool, store: PgScheduleStore) -> None:
    added = await store.add(turn(), DAILY, next_at=NINE)
    await store.pause(turn(), added.id, paused=True, next_at=NINE)
    assert not await _due(pool, NINE).take_in_due()

    await store.pause(turn(), added.id, paused=False, next_at=NINE)

    assert await _due(pool, NINE).take_in_due()


async def test_a_picture_that_cannot_be_delivered_pauses_its_schedule(
    pool: Pool, store: PgScheduleStore
) -> None:
    await store.add(turn(), DAILY, next_at=NINE)
    await _due(pool, NINE).take_in_due()
    await pool.execute("update messages set state = 'undeliverable'")

    assert not await _due(pool, NINE + timedelta(days=1)).take_in_due()

    [scheduled] = await store.list(turn())
    assert scheduled.paused


async def test_only_its_author_or_a_moderator_sees_and_changes_it(store: PgScheduleStore) -> None:
    added = await store.add(turn(by="ana"), DAILY, next_at=NINE)
    bob, moderator = turn(by="bob"), turn(by="cleo", may_manage=True)
    elsewhere = replace(moderator, place=replace(moderator.place, channel="other"))

    assert not await store.list(bob)
    assert not await store.delete(bob, added.id)
    assert not await store.delete(elsewhere, added.id)
    assert not await store.delete(moderator, "not an id")
    assert [found.id for found in await store.list(moderator)] == [added.id]
    assert await store.delete(moderator, added.id)


async def test_what_is_over_makes_room(pool: Pool, store: PgScheduleStore) -> None:
    for _ in range(SCHEDULES_PER_PERSON_MAX):
        await store.add(turn(), DAILY, next_at=NINE)
    await pool.execute("update schedules set next_at = null, channel = 'one that was left'")

    added = await store.add(turn(), DAILY, next_at=NINE)

    assert [found.id for found in await store.list(turn())] == [added.id]


async def test_a_person_has_so_many_and_no_more(store: PgScheduleStore) -> None:
    for _ in range(SCHEDULES_PER_PERSON_MAX):
        await store.add(turn(), DAILY, next_at=NINE)

    with pytest.raises(OverBudget, match="Delete one first"):
        await store.add(turn(), DAILY, next_at=NINE)
