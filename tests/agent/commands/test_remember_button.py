"""The button "Remember character" on a picture of somebody who is known, and of somebody who is not."""

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.commands.buttons import press
from agent.domain.cast import evidence_of
from agent.domain.characters import Character
from agent.domain.conversation import Pressed
from agent.domain.generation import Evidence
from agent.turn_context import open_turn_context
from tests.fakes import builders
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


async def remembered(picture: builders.Picture, text: str = "") -> str:
    """What the press answers."""
    house = House(
        planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=FakeImageModel()
    )
    turn = builders.turn()
    ctx = await open_turn_context(house.parts(), turn, house.journal(turn), FakeProgress())
    pressed = Pressed(
        action="remember_character", args={}, message=picture.message, owner=picture.author, text=text
    )
    return (await press(house.parts(), ctx, pressed, [picture])).reply.text


async def test_a_known_character_is_remembered_by_its_description_not_by_its_name_again() -> None:
    luna = Evidence(value="Luna: silver-haired elf", method="recall", source="memory")
    made_of = builders.context({"subject": "Luna"}).fill({"character": luna})

    text = await remembered(builders.picture(made_of=made_of))

    assert "Luna: silver-haired elf" in text
    assert "; Luna" not in text


async def test_of_several_the_one_that_is_named_is_remembered_by_their_own_description() -> None:
    people = (Character(name="Luna", description="elf"), Character(name="Rex", description="brown dog"))
    made_of = builders.context({"subject": "both"}).fill({"character": evidence_of(people, method="said")})

    assert "Rex: brown dog" in await remembered(builders.picture(made_of=made_of), "Rex")


async def test_a_new_name_goes_with_what_is_in_the_picture() -> None:
    assert "Rex: a red fox" in await remembered(builders.picture(slots={"subject": "a red fox"}), "Rex")
