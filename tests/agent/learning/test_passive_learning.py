"""What a turn says of learning in passing: asks once, keeps after a yes, tells what was noted. And the distilling of batches."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import AuthorId, Button, Command, MessageId, Pressed, Said, Turn, TurnId
from agent.domain.generation import Gap, Plan, RenderedImage, Statement
from agent.domain.memory import AuthorSettings, Memory
from agent.domain.taste_signals import FORGOTTEN, Batch, NoticedTurn
from agent.errors import ModelUnavailable
from agent.learning.passive_learning import NOTICES_PER_REPLY_MAX, QUESTION, distil_noticed
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from tests.fakes.builders import author, context, memory, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.fakes.stores.passive_learning import FakeDistiller, FakeNoticedTurns
from tests.worlds.house import FakeJournal, FakeProgress, House

INK = Statement(kind="preference", text="likes ink", explicit=False)
ANA = author().id


class Planner:
    """The `Planner`: always this plan."""

    def __init__(self) -> None:
        self.plan_ = Plan(
            intent="create", context=context({"subject": "a fox"}), statements=(INK,), is_reading=True
        )

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return self.plan_, Usage()


class Room:
    """A house with that planner."""

    def __init__(self) -> None:
        self.planner = Planner()
        self.house = House(
            planner=self.planner, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
        )
        self.house.image_model.render = _small  # type: ignore[method-assign]

    def plans(self, **changes: object) -> None:
        self.planner.plan_ = replace(self.planner.plan_, **changes)  # type: ignore[arg-type]

    async def answer(self, of: Turn | None = None, journal: FakeJournal | None = None) -> Outcome:
        of = of or turn()
        return await Agent(self.house.parts()).respond(of, journal or self.house.journal(of), FakeProgress())

    async def press(self, button: Button, *, id: str = "press") -> Outcome:
        pressed = Pressed(action=button.action, args=button.args, message=MessageId("b1"), owner=ANA)
        return await self.answer(replace(turn(id=id), request=pressed, message=None))

    async def chooses(self, **settings: object) -> None:
        await self.house.memory.memories.save_author(ANA, AuthorSettings(**settings))  # type: ignore[arg-type]

    def known(self) -> list[str]:
        return [memory.text for memory in self.house.memory.memories.rows.values()]


async def _small(request: object, **_: object):
    return RenderedImage(image=png(8, 8), model="small")


@pytest.fixture
def room() -> Room:
    return Room()


def consent(answer: Outcome) -> list[Button]:
    return [button for button in answer.reply.buttons if button.action.startswith("consent")]


# --- consent -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("intent", ["create", "chat", "about_image", "remember"])
async def test_whatever_the_answer_it_asks_and_nothing_is_kept_yet(room: Room, intent: str) -> None:
    room.plans(intent=intent, answer="Hello.")

    answer = await room.answer()

    assert answer.reply.text.splitlines()[-1] == QUESTION
    assert [button.action for button in consent(answer)] == ["consent_yes", "consent_no"]
    assert room.known() == []


async def test_a_yes_keeps_it_with_an_undo(room: Room) -> None:
    answer = await room.press(consent(await room.answer())[0])

    assert answer.reply.text.splitlines()[-1] == "Noted in passing: likes ink"
    assert answer.reply.only_for_author
    (kept,) = room.house.memory.memories.rows.values()
    assert (kept.text, kept.origin) == ("likes ink", "distilled")
    assert [(b.action, b.args["memory"]) for b in answer.reply.buttons] == [("undo", kept.id)]
    assert (await room.house.memory.memories.author(ANA)).learning == "yes"


async def test_a_no_keeps_nothing(room: Room) -> None:
    answer = await room.press(consent(await room.answer())[1])

    assert "only remember what you tell me" in answer.reply.text
    assert room.known() == []
    assert (await room.house.memory.memories.author(ANA)).learning == "no"


@pytest.mark.parametrize(
    "statements", ["", "no json", "[{}]", f'[{{"kind": "fact", "text": "a {FORGOTTEN}"}}]']
)
async def test_a_yes_to_what_is_there_no_more_is_a_yes(room: Room, statements: str) -> None:
    yes = consent(await room.answer())[0]

    answer = await room.press(replace(yes, args={**yes.args, "statements": statements}))

    assert answer.reply.text.startswith("Thank you.")
    assert room.known() == []


@pytest.mark.parametrize("learning", ["yes", "no"])
async def test_who_has_answered_is_not_asked(room: Room, learning: str) -> None:
    await room.chooses(learning=learning)

    answer = await room.answer()

    assert consent(answer) == []
    assert room.known() == (["likes ink"] if learning == "yes" else [])
    assert ("Noted in passing: likes ink" in answer.reply.text) == (learning == "yes")


async def test_who_is_asked_something_else_is_not_asked_this_as_well(room: Room) -> None:
    gap = Gap(slot="subject", why="x", route="ask", question="What?", harm=1.0)
    room.plans(context=context({}), gaps=(gap,))

    answer = await room.answer()

    assert answer.reply.kind == "question"
    assert consent(answer) == []
    assert room.house.passive_learning.asked == {}


async def test_what_is_explicit_needs_no_consent(room: Room) -> None:
    room.plans(statements=(replace(INK, explicit=True),))

    assert consent(await room.answer()) == []
    assert room.known() == ["likes ink"]


@pytest.mark.parametrize("how", ["incognito", "memory off", "for everyone"])
async def test_what_could_not_be_kept_is_not_asked_for(room: Room, how: str) -> None:
    if how == "memory off":
        await room.chooses(memory=False)
    if how == "for everyone":
        room.plans(statements=(replace(INK, scope="channel"),))

    answer = await room.answer(turn(incognito=how == "incognito"))

    assert consent(answer) == []


async def test_a_turn_that_is_taken_up_again_says_the_same(room: Room) -> None:
    room.house.passive_learning.to_tell = [memory("likes oil")]
    journal = room.house.journal(turn())

    texts = [(await room.answer(journal=journal)).reply.text for _ in range(2)]

    assert texts[0] == texts[1]
    assert QUESTION in texts[0]
    assert "Noted in passing: likes oil" in texts[0]


# --- telling -----------------------------------------------------------------------------------------------------


def learnt(text: str, *, private: bool = False) -> Memory:
    return replace(memory(text), origin="distilled", said_in_private=private)


async def test_what_was_learnt_is_told_with_an_undo_each_and_once(room: Room) -> None:
    room.plans(statements=())
    long = "likes " + "very " * 20 + "dark pictures"
    room.house.passive_learning.to_tell = [learnt("likes oil"), learnt(long)]

    first, second = await room.answer(), await room.answer(turn(id="next"))

    assert first.reply.text.splitlines()[-2:] == ["Noted in passing: likes oil", f"Noted in passing: {long}"]
    undo = [button for button in first.reply.buttons if button.action == "undo"]
    assert [button.label for button in undo] == ["Undo “likes oil”", "Undo “likes very very very ver…”"]
    assert [button.args["memory"] for button in undo] == [learnt("likes oil").id, learnt(long).id]
    assert "Noted" not in second.reply.text


async def test_one_thing_alone_has_a_plain_undo(room: Room) -> None:
    room.plans(statements=())
    room.house.passive_learning.to_tell = [learnt("likes oil")]

    assert [b.label for b in (await room.answer()).reply.buttons if b.action == "undo"] == ["Undo"]


async def test_a_reply_tells_so_many_and_the_next_the_rest(room: Room) -> None:
    room.plans(statements=())
    room.house.passive_learning.to_tell = [learnt(f"likes {n}") for n in range(NOTICES_PER_REPLY_MAX + 1)]

    told = [(await room.answer(turn(id=id))).reply.text.count("Noted") for id in ("one", "two")]

    assert told == [NOTICES_PER_REPLY_MAX, 1]


@pytest.mark.parametrize("how", ["a command", "incognito", "refused", "a question"])
async def test_some_replies_are_no_place_to_tell_anything(room: Room, how: str) -> None:
    room.plans(statements=())
    room.house.passive_learning.to_tell = [learnt("likes oil")]
    of = turn(incognito=how == "incognito")
    if how == "a command":
        of = replace(of, request=Said(text="/help", command=Command(name="help")))
    if how == "refused":
        room.plans(intent="refuse")
    if how == "a question":
        room.plans(
            context=context({}), gaps=(Gap(slot="subject", why="", route="ask", question="What?", harm=1.0),)
        )

    assert "Noted" not in (await room.answer(of)).reply.text
    assert len(room.house.passive_learning.to_tell) == 1


# --- noticing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("learning", "count"), [("yes", 1), ("no", 0), ("unasked", 0)])
async def test_a_turn_is_noticed_only_after_a_yes(room: Room, learning: str, count: int) -> None:
    await room.chooses(learning=learning)

    await room.answer()

    assert len(room.house.passive_learning.noticed) == count


async def test_a_turn_without_a_signal_is_not_noticed(room: Room) -> None:
    await room.chooses(learning="yes")
    room.plans(intent="forget", forget="ink")

    await room.answer()
    await room.answer(turn(incognito=True))
    await room.chooses(learning="yes", memory=False)
    room.plans(intent="create")
    await room.answer()

    assert room.house.passive_learning.noticed == []


# --- distilling --------------------------------------------------------------------------------------------------


def batch(*texts: str, by: str = "ana") -> Batch:
    turns = tuple(NoticedTurn(turn=TurnId(text), request=Said(text=text)) for text in texts)
    return Batch(author=AuthorId(by), private=False, turns=turns)


async def test_each_batch_is_one_call_and_one_without_words_is_none() -> None:
    noticed = FakeNoticedTurns(batches=[batch("a fox in ink", "a cat in ink"), batch(FORGOTTEN, by="bob")])
    distiller = FakeDistiller()

    assert await distil_noticed(noticed, distiller) == 1

    assert distiller.asked == [("a fox in ink", "a cat in ink")]
    assert [(b.author, found, usage.cost_usd) for b, found, usage in noticed.found] == [
        ("ana", ("prefers ink",), distiller.cost_usd), ("bob", (), 0.0),
    ]  # fmt: skip


async def test_a_call_that_fails_leaves_its_batch_and_its_cost() -> None:
    error = ModelUnavailable("away")
    error.cost_usd = 0.5
    noticed = FakeNoticedTurns(batches=[batch("a fox in ink"), batch("a cat", by="bob")])

    assert await distil_noticed(noticed, FakeDistiller(away=error)) == 0

    assert noticed.found == []
    assert [(b.author, cost) for b, cost in noticed.failures] == [("ana", 0.5), ("bob", 0.5)]
