"""The button "Remember character" on a picture of somebody who is known, and of somebody who is not."""

from adapters.offline.judge import OfflineJudge
from adapters.offline.merger import OfflineMerger
from adapters.offline.planner import OfflinePlanner
from agent.conversation import Pressed
from agent.generation import Evidence
from agent.parts import open_sitting
from agent.pressing import press
from tests.fakes import builders
from tests.fakes.house import FakeProgress, House
from tests.fakes.image_model import FakeImageModel


async def remembered(picture: builders.Picture, text: str = "") -> str:
    """What the press answers."""
    house = House(
        planner=OfflinePlanner(), judge=OfflineJudge(), merger=OfflineMerger(), image_model=FakeImageModel()
    )
    turn = builders.turn()
    sitting = await open_sitting(house.parts(), turn, house.journal(turn), FakeProgress())
    pressed = Pressed(
        action="remember_character", args={}, message=picture.message, owner=picture.author, text=text
    )
    return (await press(house.parts(), sitting, pressed, [picture])).reply.text


async def test_a_known_character_is_remembered_by_its_description_not_by_its_name_again() -> None:
    luna = Evidence(value="Luna: silver-haired elf", method="recall", source="memory")
    made_of = builders.context({"subject": "Luna"}).fill({"character": luna})

    text = await remembered(builders.picture(made_of=made_of))

    assert "Luna: silver-haired elf" in text
    assert "; Luna" not in text


async def test_a_new_name_goes_with_what_is_in_the_picture() -> None:
    assert "Rex: a red fox" in await remembered(builders.picture(slots={"subject": "a red fox"}), "Rex")
