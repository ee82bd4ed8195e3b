"""An open question: answered once, by whoever may, about nothing else, and with nothing of its asker's memory for others."""

from dataclasses import replace

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import AuthorId, MessageId, Pressed, Request, TimedOut, Turn, TurnId
from agent.domain.generation import (
    Candidate,
    Evidence,
    Gap,
    GenerationContext,
    Plan,
    Reference,
    Search,
    Statement,
)
from agent.domain.memory import ChannelSettings, MemoryScope, NewMemory, Reader
from agent.domain.questions import AskDecision, PendingQuestion, Question
from agent.loop import ANSWERED, Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from agent.turn_context import reader_of
from tests.fakes.builders import NOW, PLACE, author, message, picture, turn, uuid_of
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeJournal, FakeProgress, FakeThreads, House

LUNA = Evidence(value="Luna: silver-haired elf", method="recall", source="memory: Luna", memory="m1")
INK = Evidence(value="ink", method="recall", source="memory: prefers ink", memory="m3")
REX = Candidate(value="Rex", probability=0.5, source="memory: Rex: a black labrador", memory="m2", image="i2")
WAITING = PendingQuestion(
    turn=TurnId(uuid_of("asking")),
    message=MessageId("b1"),
    asker=author("ana").id,
    text="draw them",
    plan=Plan(
        intent="create",
        context=GenerationContext(
            slots={"subject": Evidence(value="a walk", method="said"), "style": INK, "character": LUNA},
            references=(Reference(image="i1", role="character", label="Luna"),),
        ),
        gaps=(Gap(slot="character", why="two", route="ask", candidates=(REX,)),),
        statements=(Statement(kind="preference", text="prefers ink"),),
        searches=(Search(query="walks", kind="text", slot="setting"),),
    ),
    ask=AskDecision(questions=(Question(slot="character", text="Who?", options=(REX,)),)),
    expires_at=NOW,
)


class Planner:
    """The `Planner`: a fox, whatever is asked."""

    def __init__(self) -> None:
        self.asked: list[PlanRequest] = []

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        self.asked.append(request)
        fox = GenerationContext(slots={"subject": Evidence(value="a fox", method="said")})
        return Plan(intent="create", context=fox), Usage()


class ClosedMeanwhile(FakeThreads):
    """Another turn closes every question between the look and the answer."""

    async def close(self, question_of: TurnId) -> bool:
        return False


class Room:
    """A house in which ana was asked who is meant."""

    def __init__(self) -> None:
        self.planner = Planner()
        self.house = House(
            planner=self.planner, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
        )
        self.house.threads.open = WAITING
        self.journal: FakeJournal | None = None

    async def anyone_may_answer(self) -> None:
        scope = MemoryScope(kind="channel", key=PLACE.channel_key)
        await self.house.memory.memories.save_channel(scope, ChannelSettings(anyone_answers=True))

    async def answer(self, of: Turn) -> Outcome:
        self.journal = self.journal or self.house.journal(of)
        return await Agent(self.house.parts()).respond(of, self.journal, FakeProgress())

    async def does(self, request: Request, *, by: str = "ana") -> Outcome:
        return await self.answer(replace(turn(by=by, id=f"press of {by}"), request=request, message=None))


def tap(on: str = "b1") -> Pressed:
    args = {"slot": "character", "value": "Rex"}
    return Pressed(action="answer", args=args, message=MessageId(on), owner=AuthorId("console:ana"))


async def test_what_was_learnt_and_looked_up_before_asking_is_not_done_again() -> None:
    room = Room()

    answer = await room.does(tap())

    assert answer.reply.images
    assert room.house.search.asked == []  # type: ignore[attr-defined]
    assert await room.house.memory.desk.list(reader("ana")) == []
    assert "Noted" not in answer.reply.text


async def test_an_answer_in_words_is_planned_without_what_was_done_already() -> None:
    room = Room()

    await room.answer(turn("the one with the dog"))

    pending = room.planner.asked[0].pending
    assert pending is not None
    assert (pending.statements, pending.searches) == ((), ())
    assert pending.gaps == WAITING.plan.gaps


async def test_another_who_answers_gets_nothing_of_the_askers_memory() -> None:
    room = Room()
    await room.anyone_may_answer()

    answer = await room.does(tap(), by="bob")

    (made,) = answer.pictures
    assert "Luna" in made.context.value("character")
    assert not any(
        e.memory or e.method == "recall" or "memory" in e.source for e in made.context.slots.values()
    )
    assert "silver" not in str(answer)
    assert "labrador" not in str(answer)
    assert made.context.references == ()
    assert await room.house.memory.desk.list(reader("bob")) == []


async def test_two_who_answer_at_once_get_one_picture() -> None:
    room = Room()
    await room.anyone_may_answer()

    room.house.threads = ClosedMeanwhile(open=WAITING)

    late = [await room.does(request, by="bob") for request in (tap(), TimedOut(question_of=WAITING.turn))]
    room.journal = None
    late.append(await room.does(TimedOut(question_of=WAITING.turn)))

    # The first is told so; the second is the same turn taken up again, which may have closed the question itself.
    assert [answer.reply.text == ANSWERED for answer in late] == [True, False, True]


async def test_a_button_of_an_old_question_does_not_answer_the_one_that_is_open() -> None:
    room = Room()

    answer = await room.does(tap(on="b7"))

    assert "answered already" in answer.reply.text
    assert room.house.threads.open is WAITING


async def test_a_reply_to_a_picture_is_about_that_picture() -> None:
    room = Room()

    await room.answer(turn("make it night", replied=message(pictures=[picture()], id="b5")))

    assert room.planner.asked[0].pending is None
    assert room.planner.asked[0].base is not None
    assert room.house.threads.open is WAITING


def reader(name: str) -> Reader:
    return reader_of(author(name).id, PLACE)


async def test_a_tap_that_names_a_character_of_ones_own_draws_that_one() -> None:
    room = Room()
    idea = Candidate(value="Miso", probability=0.4, source="an idea")
    room.house.threads.open = replace(
        WAITING,
        plan=Plan(intent="create", gaps=(Gap(slot="subject", why="", route="ask", candidates=(idea,)),)),
        ask=AskDecision(questions=(Question(slot="subject", text="What?", options=(idea,)),)),
    )
    scope = MemoryScope(kind="user", key="console:ana")
    miso = NewMemory(
        scope=scope, kind="character", name="Miso", text="a grey cat with one ear", author="console:ana"
    )
    await room.house.memory.store.remember(miso)

    args = {"slot": "subject", "value": "Miso"}
    answer = await room.does(replace(tap(), args=args))

    (made,) = answer.pictures
    assert made.context.value("character") == "Miso: a grey cat with one ear"
    assert "a grey cat with one ear" in answer.reply.text
