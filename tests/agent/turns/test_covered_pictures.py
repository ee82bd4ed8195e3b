"""What somebody hid until it is tapped (a spoiler) stays hidden in what is made of it."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import Request, Said
from agent.domain.generation import GenerationContext
from agent.loop import Agent
from agent.outcomes import Outcome
from tests.fakes.builders import picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, FakeThreads, House


async def answered(request: Request, before: GenerationContext | None = None) -> Outcome:
    threads = FakeThreads(latest=None if before is None else picture("fox", made_of=before))
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel(),
        threads=threads,
    )  # fmt: skip
    asked = replace(turn(""), request=request)
    return await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())


@pytest.mark.parametrize("covered", [True, False])
async def test_what_is_made_of_a_covered_picture_is_covered(covered: bool) -> None:
    outcome = await answered(Said(text="draw a fox in watercolour", covered=covered))

    assert outcome.reply.spoiler is covered
    assert [made.context.covered for made in outcome.pictures] == [covered]


@pytest.mark.parametrize("covered", [True, False])
async def test_a_change_of_it_is_covered_as_well(covered: bool) -> None:
    first = await answered(Said(text="draw a fox in watercolour", covered=covered))

    changed = await answered(Said(text="make it night"), first.pictures[0].context)

    assert changed.reply.spoiler is covered
    assert changed.pictures[0].context.covered is covered


async def test_another_picture_after_it_is_not() -> None:
    first = await answered(Said(text="draw a fox in watercolour", covered=True))

    other = await answered(Said(text="draw a lighthouse"), first.pictures[0].context)

    assert not other.reply.spoiler
