"""What is not noticed, or let go: after a no, a switch, an erasure."""

import asyncio
from dataclasses import replace

import pytest

from agent.domain.memory import AuthorSettings, ChannelSettings, MemoryScope
from agent.ports import Usage
from agent.turn_context import reader_of
from tests.db.memory.learning.study import ANA, SAID, YES, Study
from tests.patience import until_seen
from tests.worlds.stored_turns import ART, POSTERS


async def test_after_a_no_or_a_switch_off_nothing_is_taken_and_what_waited_goes(study: Study) -> None:
    for settings in (AuthorSettings(), AuthorSettings(learning="no"), replace(YES, memory=False)):
        await study.settings.save_author(ANA, settings)
        await study.say(*SAID)

        assert await study.noticed.take() == []
        assert await study.waiting() == 0


async def test_a_channel_without_memory_is_not_learnt_from(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID, at=ART)
    await study.say(*SAID[:2], at=POSTERS)
    off = ChannelSettings(memory=False)
    await study.settings.save_channel(MemoryScope(kind="channel", key=ART.channel_key), off)

    assert await study.noticed.take() == []

    assert await study.waiting() == 2
    await study.settings.save_channel(MemoryScope(kind="community", key=ART.community_key or ""), off)
    assert await study.noticed.take() == []
    assert await study.waiting() == 0


async def test_incognito_and_cancelled_turns_are_not_noticed(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID, incognito=True)
    assert await study.waiting() == 0

    turns = await study.say(*SAID)
    await study.pool.execute("update turns set state = 'cancelled' where id = any($1::uuid[])", turns)

    assert await study.noticed.take() == []
    assert await study.waiting() == 0


async def test_what_is_switched_off_while_it_is_distilled_is_not_stored(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    batch = await study.batch()
    await study.settings.save_author(ANA, replace(YES, learning="no"))

    assert await study.noticed.learnt(batch, ["prefers ink"], Usage()) == 0

    assert await study.known() == []


@pytest.mark.parametrize("erased_first", [True, False])
async def test_erasing_and_learning_at_once_leaves_nothing(study: Study, erased_first: bool) -> None:
    await study.agrees()
    await study.say(*SAID)
    batch = await study.batch()
    learning = study.noticed.learnt(batch, ["prefers ink"], Usage())
    erasing = study.desk.forget_everything(reader_of(ANA, ART))
    first, second = (erasing, learning) if erased_first else (learning, erasing)

    async with study.pool.acquire() as connection, connection.transaction():
        await connection.execute("select 1 from noticed_turns for update")  # both meet here, in this order
        one = asyncio.create_task(first)
        await are_waiting(study, 1)
        other = asyncio.create_task(second)
        await are_waiting(study, 2)
    await asyncio.gather(one, other)

    assert await study.turns.count("memories") == 0
    assert await study.turns.count("learnt_notices") == 0


async def are_waiting(study: Study, count: int) -> None:
    """Until so many connections wait for a lock."""
    await until_seen(lambda: study.pool.fetchval(_WAITING, count), f"{count} connections that wait")


_WAITING = "select count(*) >= $1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"


async def test_what_is_erased_while_it_is_distilled_is_not_stored(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    batch = await study.batch()
    await study.desk.forget_everything(reader_of(ANA, ART))
    await study.agrees()

    assert await study.noticed.learnt(batch, ["prefers ink"], Usage()) == 0

    assert await study.known() == []
