"""`/character save`: with several pictures, and of somebody who is known already."""

import io
from collections.abc import Sequence

from PIL import Image

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.commands.characters import run_character
from agent.domain.conversation import ImageId
from agent.domain.generation import ImageData
from agent.domain.memory import Memory
from agent.limits import REFERENCE_IMAGES_MAX
from agent.turn_context import open_turn_context, reader_of
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House


class Room:
    def __init__(self) -> None:
        self.house = House(
            planner=BuiltInPlanner(),
            judge=BuiltInJudge(),
            merger=BuiltInMerger(),
            image_model=FakeImageModel(),
        )
        self._painted = 0

    async def photos(self, count: int) -> list[ImageId]:
        return [await self._photo() for _ in range(count)]

    async def _photo(self) -> ImageId:
        self._painted += 1
        out = io.BytesIO()
        Image.new("RGB", (8, 8), (self._painted, 0, 0)).save(out, "PNG")
        image = ImageData(data=out.getvalue(), media_type="image/png", width=8, height=8)
        return await self.house.memory.save_image(image, owner=author().id)

    async def told(self, argument: str, images: Sequence[ImageId] = (), *, may_manage: bool = False) -> str:
        of = turn(may_manage=may_manage)
        ctx = await open_turn_context(self.house.parts(), of, self.house.journal(of), FakeProgress())
        return (await run_character(self.house.parts(), ctx, argument, images)).reply.text

    async def luna(self) -> Memory:
        [known] = await self.house.memory.desk.list(reader_of(author().id, PLACE), search="Luna")
        return known


async def test_every_picture_that_is_attached_becomes_a_reference() -> None:
    room = Room()
    photos = await room.photos(3)

    await room.told("save Luna: a silver-haired elf", photos)

    assert list((await room.luna()).images) == photos


async def test_further_pictures_of_a_known_character_leave_its_description_alone() -> None:
    room = Room()
    front, back = await room.photos(2)
    await room.told("save Luna: a silver-haired elf", [front])

    said = await room.told("save Luna", [back])

    known = await room.luna()
    assert said == "I have 2 pictures of Luna now."
    assert known.text == "a silver-haired elf"
    assert known.images == (front, back)


async def test_too_many_pictures_are_said_to_be_and_the_first_ones_are_kept() -> None:
    room = Room()

    said = await room.told("save Luna: an elf", await room.photos(REFERENCE_IMAGES_MAX + 2))

    assert f"at most {REFERENCE_IMAGES_MAX}" in said
    assert len((await room.luna()).images) == REFERENCE_IMAGES_MAX


async def test_a_character_is_called_by_further_names() -> None:
    room = Room()
    await room.told("save Luna: a silver-haired elf, also called Moony")
    await room.told("save Rex: a brown dog")

    said = await room.told("alias moony: Moonchild, the Elf")

    assert said == "Luna is also called Moonchild, the Elf now."
    assert (await room.luna()).text == "a silver-haired elf"
    assert (await room.luna()).aliases == ("Moony", "Moonchild", "the Elf")
    assert "Moonchild" in await room.told("show the elf")
    assert "of that name" in await room.told("alias Luna: Rex")
    assert await room.told("alias Luna: off") == "Luna has no further names now."
    assert (await room.luna()).aliases == ()


async def test_a_further_name_told_later_is_noted_and_is_no_description() -> None:
    room = Room()
    await room.told("save Luna: a silver-haired elf")

    said = await room.told("save Luna: also called Moony")

    assert said == "Noted: Luna: a silver-haired elf (also called Moony)"


async def test_sharing_brings_every_picture_and_name_and_can_be_undone() -> None:
    room = Room()
    photos = await room.photos(3)
    await room.told("save Luna: a silver-haired elf, also called Moony", photos)

    refused = await room.told("share Luna")
    await room.told("share Luna", may_manage=True)

    assert "Only moderators" in refused
    both = await room.house.memory.desk.list(reader_of(author().id, PLACE), search="Luna")
    [shared] = [memory for memory in both if memory.scope.kind == "channel"]
    assert list(shared.images) == photos
    assert shared.aliases == ("Moony",)


async def test_a_shared_character_s_names_are_the_moderators() -> None:
    room = Room()
    await room.told("save Luna: an elf")
    await room.told("share Luna", may_manage=True)
    await room.told("delete Luna")

    assert await room.told("alias Luna: Moony") == "Only moderators can change a shared character."
    assert await room.told("alias Luna: Moony", may_manage=True) == "Luna is also called Moony now."


async def test_a_description_is_replaced_by_order_alone() -> None:
    room = Room()
    await room.told("save Luna: a silver-haired elf")
    await room.told("save Luna: wears a red scarf")

    assert (await room.told("describe Luna: an old elf in grey")) == "Noted: Luna: an old elf in grey"

    assert (await room.luna()).text == "an old elf in grey"
    await room.told("share Luna", may_manage=True)
    await room.told("delete Luna")
    assert "Only moderators" in await room.told("describe Luna: mine now")
