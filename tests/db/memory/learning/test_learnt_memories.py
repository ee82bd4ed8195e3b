"""What is learnt is a memory like any other: told once, and forgotten."""

import pytest

from agent.domain.memory import MemoryScope, NewMemory
from agent.ports import PassiveLearning, Usage
from agent.turn_context import reader_of
from db.memory.embedding_backlog import EmbeddingBacklog
from tests.contracts.memory.passive_learning_contract import Learns, PassiveLearningContract
from tests.db.memory.learning.study import ANA, SAID, Study
from tests.worlds.stored_turns import ART, DIRECT


async def test_what_is_learnt_is_a_memory_told_once_and_its_cost_is_in_a_trace(study: Study) -> None:
    await study.agrees()
    *_, last = await study.say(*SAID)

    assert await study.learn("prefers ink", "likes night scenes") == 2

    assert await study.waiting() == 0
    memories = await study.desk.list(reader_of(ANA, ART))
    assert {(m.text, m.origin, m.kind, m.said_in_private) for m in memories} == {
        ("prefers ink", "distilled", "preference", False), ("likes night scenes", "distilled", "preference", False),
    }  # fmt: skip
    facts = await study.pool.fetchval("select facts from traces where turn_id = $1", last)
    assert (facts["cost_usd"], facts["turns"], facts["learnt"]) == (0.02, 5, 2)
    assert "ink" not in str(facts)
    assert await study.told(by="bob") == []
    assert await study.told() == ["prefers ink", "likes night scenes"]
    assert await study.told() == []


async def test_a_turn_that_ends_without_its_reply_has_told_nothing(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    await study.learn("prefers ink")

    assert await study.told(end="cancelled") == ["prefers ink"]
    assert await study.told() == ["prefers ink"]
    await study.pool.execute("delete from turns")
    assert await study.told() == []


async def test_the_same_batch_is_learnt_from_once(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    batch = await study.batch()

    assert await study.noticed.learnt(batch, ["prefers ink"], Usage()) == 1
    assert await study.noticed.learnt(batch, ["likes cats"], Usage()) == 0

    assert await study.known() == ["prefers ink"]


async def test_what_was_said_in_so_many_words_stands_against_a_guess(study: Study) -> None:
    await study.agrees()
    own = NewMemory(
        scope=MemoryScope(kind="user", key=ANA), kind="preference", text="prefers oil paint", author=ANA
    )
    await study.memory.remember(own)
    await study.say(*SAID)

    assert await study.learn("prefers ink", "prefers oil paint") == 0

    (kept,) = await study.desk.list(reader_of(ANA, ART), history=True)
    assert (kept.text, kept.origin, kept.valid_to) == ("prefers oil paint", "explicit", None)
    assert await study.told() == []


async def test_a_later_guess_takes_the_place_of_an_earlier_one(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    await study.learn("prefers ink")
    await study.say(*SAID)

    assert await study.learn("prefers oil paint") == 1

    assert await study.known() == ["prefers oil paint"]
    assert await study.told() == ["prefers oil paint"]


async def test_an_embedder_that_is_away_keeps_nothing_from_being_learnt(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    study.embedder.away = True

    assert await study.learn("prefers ink") == 1

    study.embedder.away = False
    assert await EmbeddingBacklog(study.pool, study.embedder).work()


# --- forgotten ---------------------------------------------------------------------------------------------------


async def test_forgetting_takes_the_pending_notice_along_and_the_same_turns_teach_it_no_more(
    study: Study,
) -> None:
    await study.agrees()
    await study.say(*SAID)
    await study.learn("prefers ink")
    (memory,) = await study.desk.list(reader_of(ANA, ART))

    assert await study.desk.forget(reader_of(ANA, ART), [memory.id], revive=True) == 1

    assert await study.turns.count("learnt_notices") == 0
    assert await study.told() == []
    study.clock.move(days=1)
    assert await study.noticed.take() == []


async def test_erasing_a_person_takes_all_of_it(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    await study.learn("prefers ink")
    await study.say(*SAID[:2])
    asking = await study.turns.claim((await study.turns.say()).turn)
    assert await study.passive_learning.may_ask(asking.turn)

    await study.desk.forget_everything(reader_of(ANA, ART))

    for table in ("noticed_turns", "learnt_notices", "consent_asked", "memories"):
        assert await study.turns.count(table) == 0, table


class TestPgPassiveLearning(PassiveLearningContract):
    @pytest.fixture
    def passive_learning(self, study: Study) -> PassiveLearning:
        return study.passive_learning

    @pytest.fixture
    def learns(self, study: Study) -> Learns:
        async def learn(text: str, private: bool) -> None:
            await study.agrees()
            await study.say(*SAID, at=DIRECT if private else ART)
            assert await study.learn(text) == 1

        return learn
