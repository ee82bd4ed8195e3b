"""What a message wishes beside its picture: something forgotten, and an open question that it takes back."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import MessageId, TurnId
from agent.domain.generation import Evidence, Gap, GenerationContext, Plan
from agent.domain.memory import MemoryScope, NewMemory
from agent.domain.questions import AskDecision, PendingQuestion, Question
from agent.learning.forgetting_in_words import FORGOTTEN, SAY_IT_ALONE
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from agent.turn_context import reader_of
from tests.fakes.builders import NOW, PLACE, author, turn, uuid_of
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House

WHALE = Plan(
    intent="create",
    context=GenerationContext(slots={"subject": Evidence(value="a whale", method="said")}),
    is_reading=True,
)
QUESTION = PendingQuestion(
    turn=TurnId(uuid_of("asking")),
    message=MessageId("b1"),
    asker=author("ana").id,
    text="draw my cat",
    plan=Plan(intent="create", gaps=(Gap(slot="subject", why="unknown", route="ask"),), forget="oil"),
    ask=AskDecision(questions=(Question(slot="subject", text="What does it look like?", options=()),)),
    expires_at=NOW,
)


class Planner:
    """The `Planner`: one plan, whatever is asked."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.asked: list[PlanRequest] = []

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        self.asked.append(request)
        return self._plan, Usage()


class Room:
    """A house whose planner has one plan, and that remembers some tastes of ana's."""

    def __init__(self, plan: Plan, *, question: PendingQuestion | None = None) -> None:
        self.planner = Planner(plan)
        self.house = House(
            planner=self.planner, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
        )
        self.house.threads.open = question

    async def knowing(self, *tastes: str) -> None:
        scope = MemoryScope(kind="user", key="console:ana")
        for text in tastes:
            await self.house.memory.store.remember(
                NewMemory(scope=scope, kind="preference", text=text, author="console:ana")
            )

    async def hears(self, text: str) -> Outcome:
        of = turn(text)
        return await Agent(self.house.parts()).respond(of, self.house.journal(of), FakeProgress())

    async def known(self) -> list[str]:
        reader = reader_of(author("ana").id, PLACE)
        return [memory.text for memory in await self.house.memory.desk.list(reader)]


async def test_what_is_wished_forgotten_beside_a_picture_is_forgotten_and_said() -> None:
    room = Room(replace(WHALE, forget="watercolour"))
    await room.knowing("prefers watercolour", "hates clowns")

    answer = await room.hears("draw a whale and forget that I like watercolour")

    assert answer.reply.images
    assert FORGOTTEN in answer.reply.text
    assert await room.known() == ["hates clowns"]


@pytest.mark.parametrize("wished", ["colours", "oil"])
async def test_words_that_name_several_memories_or_none_forget_nothing_beside_a_picture(wished: str) -> None:
    room = Room(replace(WHALE, forget=wished))
    await room.knowing("prefers warm colours", "never wants neon colours")

    answer = await room.hears("draw a whale and forget it")

    assert answer.reply.images
    assert SAY_IT_ALONE in answer.reply.text
    assert len(await room.known()) == 2


async def test_a_models_plan_forgets_nothing_beside_a_picture() -> None:
    room = Room(replace(WHALE, forget="watercolour", is_reading=False))
    await room.knowing("prefers watercolour")

    answer = await room.hears("draw a whale")

    assert answer.reply.images
    assert await room.known() == ["prefers watercolour"]


@pytest.mark.parametrize("drops", [True, False])
async def test_a_question_closes_when_its_request_is_taken_back_and_by_no_other_talk(drops: bool) -> None:
    said = Plan(intent="chat", answer="All right.", is_reading=True, drops_question=drops)
    room = Room(said, question=QUESTION)

    answer = await room.hears("nah, scrap that" if drops else "lovely weather")

    assert "All right." in answer.reply.text
    assert (room.house.threads.open is None) == drops


async def test_what_was_forgotten_before_asking_is_not_forgotten_again() -> None:
    room = Room(WHALE, question=QUESTION)

    await room.hears("a grey one")

    pending = room.planner.asked[0].pending
    assert pending is not None
    assert pending.forget == ""
