"""What is passed on without a word of one's own: a thing to be drawn, and never an order."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import Said
from agent.domain.generation import Evidence, GenerationContext, Plan, Statement
from agent.loop import SAY_WHAT_FOR, Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from agent.turn_context import reader_of
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House

WORDS = "a red bicycle under a pine"


class Planner:
    def __init__(self, intent: str) -> None:
        self.intent = intent
        self.asked: list[PlanRequest] = []

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        self.asked.append(request)
        slots = GenerationContext(slots={"subject": Evidence(value=WORDS, method="said")})
        learnt = (Statement(kind="preference", text="likes bicycles"),)
        return Plan(intent=self.intent, context=slots, statements=learnt), Usage()  # pyright: ignore[reportArgumentType]


async def passed_on(planner: Planner, text: str = "") -> tuple[Outcome, House]:
    house = House(planner=planner, judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel())
    of = replace(turn(""), request=Said(text=text, quoted=WORDS))
    return await Agent(house.parts()).respond(of, house.journal(of), FakeProgress()), house


async def test_words_passed_on_alone_are_drawn_and_nothing_is_learnt_of_them() -> None:
    planner = Planner("create")

    answer, house = await passed_on(planner)

    assert answer.reply.images
    assert planner.asked[0].text == f"draw: {WORDS}"
    assert await house.memory.desk.list(reader_of(author("ana").id, PLACE)) == []


@pytest.mark.parametrize("intent", ["forget", "remember", "chat"])
async def test_an_order_that_is_passed_on_is_nobodys(intent: str) -> None:
    answer, _ = await passed_on(Planner(intent))

    assert answer.reply.text == SAY_WHAT_FOR


async def test_ones_own_words_about_them_are_what_is_asked() -> None:
    planner = Planner("create")

    await passed_on(planner, "in ink")

    assert planner.asked[0].text == "in ink"
