"""What the renderer could not draw is said once, and not again as something that is still wrong."""

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.loop import Agent
from tests.fakes.builders import turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


async def test_what_is_missing_is_said_once() -> None:
    house = House(
        planner=BuiltInPlanner(),
        judge=BuiltInJudge(),
        merger=BuiltInMerger(),
        image_model=FakeImageModel(missing=("smokey",)),
    )
    asked = turn("draw Smokey on a sofa")

    answer = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

    assert "I could not draw: smokey." in answer.reply.text
    assert "Still not right" not in answer.reply.text
