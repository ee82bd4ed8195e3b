"""Words that came with a file that cannot be read: drawn where they are complete, and never taken for words about another picture."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from agent.domain.conversation import Said
from agent.domain.generation import Evidence, GenerationContext, Plan
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from tests.fakes.builders import picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeJournal, FakeProgress, House

NOTE = "I cannot read v.mp4; I can read words and pictures."


class Planner:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return self._plan, Usage()


async def said(intent: str, *notes: str) -> tuple[Outcome, FakeJournal]:
    fox = GenerationContext(slots={"subject": Evidence(value="a fox", method="said")})
    plan = Plan(intent=intent, context=fox)  # pyright: ignore[reportArgumentType] # one of the intents
    house = House(
        planner=Planner(plan), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    house.threads.latest = picture("i9")
    of = replace(turn("draw a red fox in the snow"), request=Said(text="draw a red fox", notes=notes))
    journal = house.journal(of)
    return await Agent(house.parts()).respond(of, journal, FakeProgress()), journal


async def test_complete_words_are_drawn_and_the_file_is_noted() -> None:
    answer, journal = await said("create", NOTE)

    assert answer.reply.images
    assert NOTE in answer.reply.text
    assert journal.is_closed, "what its author adds from now on is another request"


@pytest.mark.parametrize("intent", ["edit", "restyle", "about_image"])
async def test_words_about_what_cannot_be_seen_change_no_other_picture(intent: str) -> None:
    answer, journal = await said(intent, NOTE)

    assert answer.reply.images == ()
    assert answer.reply.text == NOTE
    assert not journal.is_closed


async def test_without_a_file_they_are_about_the_latest_picture() -> None:
    assert (await said("edit"))[0].reply.images
