"""A change of a picture of another day is made to that picture, not to the last one."""

from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.domain.conversation import Picture
from agent.domain.generation import ImageData
from agent.loop import Agent
from agent.planning.planner_input import Called, called_up
from tests.fakes.builders import PLACE, author, picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.models.images import png
from tests.worlds.house import FakeProgress, House


@pytest.mark.parametrize(
    ("text", "which", "order"),
    [
        (
            "make the picture from yesterday black and white",
            "the picture from yesterday",
            "make it black and white",
        ),
        ("turn yesterday's picture into pixel art", "yesterday's picture", "turn it into pixel art"),
        ("add a moon to the picture from last week", "the picture from last week", "add a moon to it"),
        ("please take the one from 2 days ago and add a moon", "the one from 2 days ago", "add a moon"),
        (
            "can you make the image you drew yesterday darker?",
            "the image you drew yesterday",
            "can you make it darker?",
        ),
    ],
)
def test_an_order_about_an_earlier_picture_is_read(text: str, which: str, order: str) -> None:
    assert called_up(text) == Called(which, order)


@pytest.mark.parametrize(
    "text",
    [
        "draw a castle like the one from yesterday",
        "make me a picture",
        "make the one from the beach darker",
        "add a clock that shows yesterday",
    ],
)
def test_anything_else_is_not(text: str) -> None:
    assert called_up(text) is None


async def living(*, before_days: int) -> tuple[House, Picture, Picture]:
    """A house with a rose of some days ago and a hen of now."""
    model = FakeImageModel()
    house = House(planner=BuiltInPlanner(), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=model)
    shown: list[Picture] = []
    for number, caption in enumerate(("a rose", "a hen")):
        pixels = ImageData(data=png(8, 8 + number), media_type="image/png", width=8, height=8 + number)
        await house.memory.post(caption, pixels, by=author().id, place=PLACE)
        kept = await house.images.save(pixels, owner=author().id)
        house.memory.memories.posted[-1] = replace(house.memory.memories.posted[-1], image=kept)
        shown.append(replace(picture(caption, {"subject": caption}), id=kept))
        house.memory.clock.move(days=before_days if number == 0 else 0)
    house.threads.earlier, house.threads.latest = (shown[0],), shown[1]
    return house, shown[0], shown[1]


async def drawn_from(house: House) -> tuple[str | None, str]:
    of = turn("make the picture from yesterday black and white")
    await Agent(house.parts()).respond(of, house.journal(of), FakeProgress())
    context = house.image_model.asked[-1].context  # type: ignore[attr-defined]
    return context.base, context.value("subject")


async def test_the_picture_of_that_day_is_changed() -> None:
    house, rose, _ = await living(before_days=1)

    assert await drawn_from(house) == (rose.id, "a rose")


async def test_an_incognito_message_reads_no_memory_and_means_what_is_at_hand() -> None:
    house, _, hen = await living(before_days=1)
    of = replace(turn("make the picture from yesterday black and white"), incognito=True)

    await Agent(house.parts()).respond(of, house.journal(of), FakeProgress())

    assert house.image_model.asked[-1].context.base == hen.id  # type: ignore[attr-defined]
