"""Turns noticed, taken in batches and let go; notices told once. In a real database."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from agent.domain.conversation import Button, ImageId, Place, Reply, TurnId
from agent.domain.generation import Evidence, GenerationContext
from agent.domain.memory import AuthorSettings, ChannelSettings, MemoryScope, NewMemory
from agent.domain.taste_signals import (
    BATCHES_PER_RUN_MAX,
    TURNS_PER_BATCH_MAX,
    TURNS_PER_BATCH_MIN,
    Batch,
    lines_of,
)
from agent.outcomes import button
from agent.ports import PassiveLearning, Usage
from agent.turn_context import reader_of
from db.memory.embedding_backlog import EmbeddingBacklog
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.memory.noticed_turns import TAKEN_FOR, TRIES_MAX, PgNoticedTurns
from db.memory.passive_learning import CONSENT_ASKED_EVERY, PgPassiveLearning
from db.pool import Pool
from db.settings_store import PgSettingsStore
from tests.contracts.passive_learning_contract import Learns, PassiveLearningContract
from tests.fakes.builders import author
from tests.fakes.clock import FakeClock
from tests.fakes.embedder import FakeEmbedder
from tests.worlds.stored_turns import ART, DIRECT, POSTERS, StoredTurns, author_id

SAID = ("a fox in ink", "a cat in ink", "an owl in ink", "a boat", "a lake in ink")
ANA = author_id("ana")
YES = AuthorSettings(learning="yes")


class Study:
    """The stores over one database, and turns that are over and noticed."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.clock = FakeClock()
        self.embedder = FakeEmbedder()
        self.turns = StoredTurns(pool)
        self.settings = PgSettingsStore(pool)
        self.memory = PgMemoryStore(pool, self.embedder, self.clock)
        self.desk = PgMemoryDesk(pool, self.embedder, self.clock)
        self.passive_learning = PgPassiveLearning(pool, self.clock)
        self.noticed = PgNoticedTurns(pool, self.embedder, self.clock)

    async def agrees(self, by: str = "ana") -> None:
        await self.settings.save_author(author_id(by), YES)

    async def say(self, *texts: str, by: str = "ana", at: Place = ART, **more: object) -> list[TurnId]:
        """Each text is a turn: answered and noticed."""
        return [await self._over((await self.turns.say(text, by=by, at=at, **more)).turn) for text in texts]  # type: ignore[arg-type]

    async def press(self, pressed: Button, on: str, *, by: str = "ana") -> TurnId:
        return await self._over((await self.turns.press(pressed, on, by=by)).turn)

    async def _over(self, turn: TurnId) -> TurnId:
        claim = await self.turns.answer(turn)
        await self.passive_learning.notice(claim.turn)
        self.clock.move(seconds=1)
        return turn

    async def batch(self) -> Batch:
        (batch,) = await self.noticed.take()
        return batch

    async def learn(self, *preferences: str) -> int:
        return await self.noticed.learnt(await self.batch(), preferences, Usage(model="m", cost_usd=0.02))

    async def told(self, *, by: str = "ana", at: Place = ART, end: str = "done") -> list[str]:
        """What a further turn tells."""
        claim = await self.turns.claim((await self.turns.say(by=by, at=at)).turn)
        memories = await self.passive_learning.untold(claim.turn, limit=3)
        await self.turns.replies.store(claim, Reply(kind="text", text="x"), end=end)  # type: ignore[arg-type]
        return [memory.text for memory in memories]

    async def known(self, at: Place = ART) -> list[str]:
        return [memory.text for memory in await self.desk.list(reader_of(ANA, at))]

    async def waiting(self) -> int:
        return await self.turns.count("noticed_turns")


@pytest.fixture
def study(pool: Pool) -> Study:
    return Study(pool)


# --- asking ------------------------------------------------------------------------------------------------------


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


# --- never -------------------------------------------------------------------------------------------------------


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
    async with asyncio.timeout(10):
        while await study.pool.fetchval(_WAITING) < count:
            """Look again."""


_WAITING = (
    "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
)


async def test_what_is_erased_while_it_is_distilled_is_not_stored(study: Study) -> None:
    await study.agrees()
    await study.say(*SAID)
    batch = await study.batch()
    await study.desk.forget_everything(reader_of(ANA, ART))
    await study.agrees()

    assert await study.noticed.learnt(batch, ["prefers ink"], Usage()) == 0

    assert await study.known() == []


# --- whose words -------------------------------------------------------------------------------------------------


def look(**slots: Evidence) -> GenerationContext:
    return GenerationContext(slots={"subject": Evidence(value="a fox", method="said"), **slots})  # type: ignore[dict-item]


async def test_a_choice_says_only_what_the_presser_had_said(study: Study) -> None:
    await study.agrees("ana")
    await study.agrees("bob")
    drawn = look(
        style=Evidence(value="Ink", method="said"), palette=Evidence(value="muted", method="recall", memory="m"),
        time=Evidence(value="night", method="assume"), format=Evidence(value="square", method="said"),
    )  # fmt: skip
    anas = await study.turns.answer(
        (await study.turns.say("a fox in ink")).turn, picture="fox", context=drawn, buttons=[AGAIN]
    )
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(AGAIN, anas.reply)
        await study.press(AGAIN, anas.reply, by="bob")

    batches = {batch.author: lines_of(batch) for batch in await study.noticed.take()}

    assert batches == {ANA: ["style: Ink"] * TURNS_PER_BATCH_MIN, author_id("bob"): []}


async def test_a_picture_that_somebody_else_began_lends_no_words(study: Study) -> None:
    """Bob's picture builds on Ana's: the style in it is hers."""
    await study.agrees("bob")
    await study.turns.answer((await study.turns.say("a fox in ink")).turn)
    bobs = await study.turns.answer(
        (await study.turns.say("make it night", by="bob")).turn, picture="bobs", buttons=[AGAIN],
        context=look(style=Evidence(value="ink", method="said"), time=Evidence(value="night", method="said")),
    )  # fmt: skip
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(AGAIN, bobs.reply, by="bob")

    assert lines_of(await study.batch()) == ["time: night"] * TURNS_PER_BATCH_MIN


async def test_picking_a_draft_of_ones_own_says_which_look_was_picked(study: Study) -> None:
    await study.agrees()
    claim = await study.turns.claim((await study.turns.say("a fox")).turn)
    images = [await study.turns.image(name, by=author()) for name in ("one", "two")]
    drafts = [
        look(style=Evidence(value=value, method="assume", source="to choose from"))
        for value in ("ink", "oil")
    ]
    await post(study, claim, images, drafts)
    await study.agrees("bob")
    for _ in range(TURNS_PER_BATCH_MIN):
        await study.press(button("pick", "two", image=images[1]), claim.reply)
        await study.press(button("pick", "two", image=images[1]), claim.reply, by="bob")

    batches = {batch.author: lines_of(batch) for batch in await study.noticed.take()}

    assert batches == {ANA: ["style: oil"] * TURNS_PER_BATCH_MIN, author_id("bob"): []}


async def post(
    study: Study, claim: object, images: Sequence[ImageId], contexts: Sequence[GenerationContext]
) -> None:
    from agent.outcomes import PostedPicture

    pictures = [PostedPicture(image=i, context=c, caption="") for i, c in zip(images, contexts, strict=True)]
    reply = Reply(kind="image", text="which?", images=tuple(images))
    await study.turns.replies.store(claim, reply, end="done", pictures=pictures)  # type: ignore[arg-type]
    await study.turns.replies.posted(claim.reply, claim.reply)  # type: ignore[attr-defined]


AGAIN = button("again", "Again")


# --- learnt ------------------------------------------------------------------------------------------------------


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
