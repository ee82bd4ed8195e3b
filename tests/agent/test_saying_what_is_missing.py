"""What the renderer could not draw is said once, and not again as something that is still wrong."""

from adapters.offline.judge import OfflineJudge
from adapters.offline.merger import OfflineMerger
from adapters.offline.planner import OfflinePlanner
from agent.loop import Agent
from tests.fakes.builders import turn
from tests.fakes.house import FakeProgress, House
from tests.fakes.image_model import FakeImageModel


async def test_what_is_missing_is_said_once() -> None:
    house = House(
        planner=OfflinePlanner(),
        judge=OfflineJudge(),
        merger=OfflineMerger(),
        image_model=FakeImageModel(missing=("smokey",)),
    )
    asked = turn("draw Smokey on a sofa")

    answer = await Agent(house.parts()).respond(asked, house.journal(asked), FakeProgress())

    assert "I could not draw: smokey." in answer.reply.text
    assert "Still not right" not in answer.reply.text
