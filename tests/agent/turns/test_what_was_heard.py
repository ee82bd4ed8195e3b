"""What was understood of a voice message stands in the reply, so that it can be put right."""

from dataclasses import replace

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import Said
from agent.loop import Agent
from tests.fakes.builders import turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


async def test_it_stands_beside_the_picture() -> None:
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    asked = turn("draw a red fox")
    asked = replace(asked, request=Said(text="draw a red fox", heard="draw a red fox", heard_usd=0.003))

    outcome = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

    assert outcome.pictures
    assert house.spending.paid[asked.id, "listen"] == 0.003
    assert outcome.reply.text.endswith("I heard: “draw a red fox” (If I misheard, write it.)")
