"""Consent is asked once a week; turns are noticed and taken in batches."""

import asyncio

from agent.domain.taste_signals import BATCHES_PER_RUN_MAX, TURNS_PER_BATCH_MAX, TURNS_PER_BATCH_MIN, lines_of
from db.memory.noticed_turns import TAKEN_FOR, TRIES_MAX
from db.memory.passive_learning import CONSENT_ASKED_EVERY
from tests.db.memory.learning.study import ANA, SAID, Study
from tests.worlds.stored_turns import ART, DIRECT, author_id


async def test_consent_is_asked_once_a_week_and_again_by_the_same_turn_alone(study: Study) -> None:
    first, second = [await study.turns.claim((await study.turns.say()).turn) for _ in range(2)]

    assert await study.passive_learning.may_ask(first.turn)
    assert await study.passive_learning.may_ask(first.turn)
    assert not await study.passive_learning.may_ask(second.turn)
    study.clock.move(seconds=CONSENT_ASKED_EVERY.total_seconds())
    assert await study.passive_learning.may_ask(second.turn)
    assert not await study.passive_learning.may_ask(first.turn)


async def test_a_picture_by_the_clock_neither_asks_nor_counts_nor_tells(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    await study.learn("prefers ink")
    scheduled = await study.turns.claim((await study.turns.say(event="schedule:1:2026")).turn)

    await study.passive_learning.notice(scheduled.turn)

    assert not await study.passive_learning.may_ask(scheduled.turn)
    assert await study.passive_learning.untold(scheduled.turn, limit=3) == []
    assert await study.waiting() == 0
    assert await study.told() == ["prefers ink"]


# --- batches -----------------------------------------------------------------------------------------------------


async def test_nothing_is_taken_before_enough_turns_have_come_together(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID[: TURNS_PER_BATCH_MIN - 1])
    assert await study.noticed.take() == []

    await study.say(SAID[-1])

    batch = await study.batch()
    assert (batch.author, batch.private) == (ANA, False)
    assert lines_of(batch) == list(SAID)


async def test_a_taken_batch_is_nobody_elses_until_its_worker_must_have_died(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)

    takes = await asyncio.gather(*(study.noticed.take() for _ in range(4)))

    assert sorted(len(batches) for batches in takes) == [0, 0, 0, 1]
    study.clock.move(seconds=TAKEN_FOR.total_seconds() + 1)
    assert len((await study.batch()).turns) == len(SAID)


async def test_what_fails_time_and_again_is_given_up_and_its_cost_is_in_the_trace(study: Study) -> None:
    await study.agrees()
    *_, last = await study.say(*SAID)
    for _ in range(TRIES_MAX):
        await study.noticed.failed(await study.batch(), cost_usd=0.5)
        study.clock.move(seconds=TAKEN_FOR.total_seconds() + 1)

    assert await study.noticed.take() == []

    assert await study.waiting() == 0
    facts = await study.pool.fetch("select facts from traces where turn_id = $1 and step = 'distil'", last)
    assert [row["facts"]["cost_usd"] for row in facts] == [0.5] * TRIES_MAX


async def test_a_run_takes_so_many_authors_and_a_batch_so_many_turns(study: Study) -> None:
    everyone = [f"p{number:02}" for number in range(BATCHES_PER_RUN_MAX + 2)]
    for name in everyone:
        await study.agrees(name)
    await study.pool.execute(
        """
with made as (
  insert into turns (platform, conversation, author, author_json, place, channel, private, request, state)
  select 'console', a, a, '{}', '{}', 'c', false, '{"kind": "said", "text": "a fox"}', 'done'
  from unnest($1::text[]) a, generate_series(1, $2) returning id, author
)
insert into noticed_turns (turn_id, author, private, noticed_at) select id, author, false, $3 from made
""",
        [author_id(name) for name in everyone], TURNS_PER_BATCH_MAX + 1, study.clock.now(),
    )  # fmt: skip

    first, second = await study.noticed.take(), await study.noticed.take()

    assert len(first) == BATCHES_PER_RUN_MAX
    assert {len(batch.turns) for batch in first} == {TURNS_PER_BATCH_MAX}
    assert len(second) == 2


async def test_private_turns_are_distilled_apart_and_make_private_memories(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID[:3])
    await study.say(*SAID[:3], at=DIRECT)
    assert await study.noticed.take() == []

    await study.say(*SAID[3:], at=DIRECT)

    assert (await study.noticed.take())[0].private
    study.clock.move(seconds=TAKEN_FOR.total_seconds() + 1)
    assert await study.learn("prefers ink") == 1
    assert (await study.known(DIRECT), await study.known(ART)) == (["prefers ink"], [])
    assert await study.told(at=ART) == []
    assert await study.told(at=DIRECT) == ["prefers ink"]
