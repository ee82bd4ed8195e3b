"""From an attached picture and words to the mask that the image model is given: whole turns on real pixels."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from agent.domain.generation import UNMASKED, Plan, Reference
from agent.loop import Agent
from agent.outcomes import Outcome
from agent.ports import PlanRequest, Usage
from agent.rendering.masks import NO_MASK
from tests.fakes.builders import context, message, picture, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.worlds.house import FakeProgress, House

PHOTO, MASK, ERASED, DRAWING = "photo", "mask", "erased", "other photo"
BASE = Reference(image=PHOTO, role="base", label="the picture")


class TellingPlanner:
    """A planner that plans what it is told."""

    def __init__(self, plan: Plan) -> None:
        self.planned = plan

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return self.planned, Usage()


@pytest.fixture
async def house() -> House:
    made = House(planner=None, judge=None, merger=None, image_model=FakeImageModel())  # type: ignore[arg-type]
    made.limits = replace(made.limits, revisions=0)
    gate = made.parts().gate
    photo = Image.linear_gradient("L").resize((90, 60)).convert("RGB")
    marks = Image.new("RGB", (90, 60))
    ImageDraw.Draw(marks).rectangle((15, 15, 45, 45), fill="white")
    erased = photo.copy()
    erased.putalpha(marks.convert("L").point([255 - level for level in range(256)]))
    for name, image in ((PHOTO, photo), (MASK, marks), (ERASED, erased), (DRAWING, photo.rotate(180))):
        out = io.BytesIO()
        image.save(out, "PNG")
        made.images.images[name] = await gate.admit(out.getvalue())
    return made


def edit(*references: Reference, base: str | None = PHOTO, prompt: str = "Make it purple.") -> Plan:
    made = context({"subject": "a purple sky"}, references=references, base=base, seed=0)
    return Plan(intent="edit" if base else "create", context=replace(made, prompt=prompt))


async def answered(
    house: House, plan: Plan, text: str, images: tuple[str, ...] = (PHOTO, MASK), **more
) -> Outcome:
    house.planner = TellingPlanner(plan)
    said = turn(text, images=images, **more)
    return await Agent(house.parts()).respond(said, house.journal(said), FakeProgress())


def asked(house: House):
    assert isinstance(house.image_model, FakeImageModel)
    return house.image_model.asked[-1]


def changes_at(house: House, x: int, y: int) -> bool:
    mask = asked(house).mask
    assert mask is not None
    return Image.open(io.BytesIO(mask.data)).getpixel((x, y))[3] == 0


async def test_a_mask_beside_the_photo_is_handed_over_as_one(house: House) -> None:
    answer = await answered(house, edit(BASE), "make the sky purple, only in the masked area")

    request = asked(house)
    assert [(ref.image, ref.role) for ref, _ in request.references] == [(PHOTO, "base")]
    assert changes_at(house, 30, 30)
    assert not changes_at(house, 3, 3)
    assert request.context.prompt == "Make it purple."
    assert (request.width, request.height) == (1248, 832)  # the photo's own shape
    assert NO_MASK not in answer.reply.text


async def test_the_black_part_where_that_is_said(house: House) -> None:
    await answered(house, edit(BASE), "make the black part purple")

    assert changes_at(house, 3, 3)
    assert not changes_at(house, 30, 30)


async def test_an_erased_part_of_the_photo_itself(house: House) -> None:
    plan = edit(Reference(image=ERASED, role="base"), base=ERASED)

    await answered(house, plan, "fill the part I erased: erased part purple", (ERASED,))

    assert changes_at(house, 30, 30)


async def test_the_mask_may_come_first(house: House) -> None:
    plan = edit(Reference(image=MASK, role="base"), base=MASK)

    await answered(house, plan, "purple in the masked area", (MASK, PHOTO))

    assert asked(house).references[0][0].image == PHOTO
    assert asked(house).context.base == PHOTO
    assert changes_at(house, 30, 30)


async def test_a_planner_that_takes_both_for_models_of_a_new_picture(house: House) -> None:
    """As the built-in planner does, which does not see."""
    plan = edit(
        Reference(image=PHOTO, role="subject"), Reference(image=MASK, role="subject"), base=None, prompt=""
    )

    await answered(house, plan, "purple sky in the masked area")

    assert [(ref.image, ref.role) for ref, _ in asked(house).references] == [(PHOTO, "base")]
    assert changes_at(house, 30, 30)


async def test_a_planner_that_sees_names_it_in_any_language(house: House) -> None:
    plan = edit(BASE, Reference(image=MASK, role="mask"))

    await answered(house, plan, "teñe de morado solo lo que he señalado")

    assert changes_at(house, 30, 30)


@pytest.mark.parametrize(
    ("said", "subject"),
    [("a purple sky, only in the masked area", "a purple sky"), ("in the white part: a red door", "a red door"),
     ("a fox outside the mask", "a fox"), ("in the masked area", "in the masked area"),
     ("a fox on the white horse", "a fox on the white horse")],
)  # fmt: skip
async def test_the_words_for_where_to_draw_are_not_drawn(house: House, said: str, subject: str) -> None:
    made = context({"subject": said}, references=[BASE], base=PHOTO, seed=0)

    await answered(house, Plan(intent="edit", context=made), f"{said} (masked area)")

    assert asked(house).context.value("subject") == subject
    assert ("mask" in asked(house).context.prompt.lower()) == ("mask" in subject)


async def test_a_mask_for_the_picture_replied_to(house: House) -> None:
    base = picture("fox")
    house.images.images[base.id] = house.images.images[PHOTO]
    plan = edit(Reference(image=base.id, role="base"), base=base.id)

    await answered(
        house,
        plan,
        "purple in the masked area",
        (MASK,),
        replied=message("Here it is", pictures=[base]),
    )

    assert asked(house).references[0][0].image == base.id
    assert changes_at(house, 30, 30)


@pytest.mark.parametrize(
    "text", ["make the sky purple", "put a mask on the fox", "the white of the eyes purple"]
)
async def test_without_a_word_of_it_a_black_and_white_picture_is_no_mask(house: House, text: str) -> None:
    answer = await answered(house, edit(BASE, Reference(image=MASK, role="style")), text)

    assert asked(house).mask is None
    assert [ref.role for ref, _ in asked(house).references] == ["base", "style"]
    assert NO_MASK not in answer.reply.text


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (edit(BASE), "purple in the masked area"),
        (edit(BASE, Reference(image=DRAWING, role="mask")), "morado ahí"),
        (edit(BASE, Reference(image="gone", role="mask")), "purple there"),
    ],
)
async def test_a_mask_that_is_none_is_said(house: House, plan: Plan, text: str) -> None:
    answer = await answered(house, plan, text, (PHOTO, DRAWING, "gone"))

    assert asked(house).mask is None
    assert NO_MASK in answer.reply.text
    assert answer.reply.images


async def test_the_white_part_of_a_picture_without_a_mask_is_just_that(house: House) -> None:
    answer = await answered(house, edit(BASE), "make the white part purple", (PHOTO,))

    assert asked(house).mask is None
    assert NO_MASK not in answer.reply.text


async def test_what_keeps_to_no_mask_says_so(house: House) -> None:
    house.image_model = FakeImageModel(masks=False)

    answer = await answered(house, edit(BASE), "purple in the masked area")

    assert f"I could not draw: {UNMASKED}." in answer.reply.text


async def test_the_mask_is_kept_with_the_picture_so_that_it_can_be_drawn_again(house: House) -> None:
    answer = await answered(house, edit(BASE), "purple in the masked area")

    kept = answer.pictures[0].context
    assert [(ref.image, ref.role) for ref in kept.references] == [(PHOTO, "base"), (MASK, "mask")]
    assert "mask" not in kept.prompt
