"""The sketch renderer as an image model: the same for a seed, the wished size, styles that differ, edits that keep their layout."""

import asyncio

import numpy as np
import pytest
from PIL import Image, ImageChops

from adapters.builtin.language.lexicon import styles
from adapters.builtin.sketch.figures.looks import APART_MIN, tone_of
from adapters.builtin.sketch_model import DRAFT_SIDE, SketchRenderer, drawn
from agent.domain.generation import RenderedImage
from agent.errors import UnknownOutcome
from agent.ports import ImageModel
from tests.contracts.models.image_model_contract import ImageModelContract, pixels, request_for
from tests.fakes.builders import context
from tests.patience import PATIENCE_SECONDS

FOX = "a fox reading under a lamp"


class TestSketchRenderer(ImageModelContract):
    @pytest.fixture
    def image_model(self) -> ImageModel:
        return SketchRenderer()


def rendered(subject: str = FOX, **more) -> RenderedImage:
    return drawn(request_for(subject, **more))


def drawing(subject: str = FOX, **more) -> Image.Image:
    return pixels(rendered(subject, **more))


def unlike(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the pixels, 0..255."""
    return float(np.asarray(ImageChops.difference(one, other)).mean())


def changed(one: Image.Image, other: Image.Image) -> float:
    """Share of the pixels that differ visibly."""
    return float((np.asarray(ImageChops.difference(one, other)).max(-1) > 24).mean())


# --- the same, and another ---------------------------------------------------------------------------------------


def test_the_same_request_gives_the_same_bytes() -> None:
    assert rendered(style="watercolour").image.data == rendered(style="watercolour").image.data


def test_again_with_a_new_seed_is_another_picture_of_the_same() -> None:
    assert changed(drawing(seed=7), drawing(seed=90_210)) > 0.05


@pytest.mark.parametrize("size", [(256, 256), (2048, 256), (256, 2048), (333, 517), (768, 1344)])
def test_the_picture_has_the_size_that_is_wished(size: tuple[int, int]) -> None:
    assert drawing(size=size).size == size


def test_a_draft_is_smaller_and_keeps_its_shape() -> None:
    draft = drawing(size=(1024, 512), draft=True)

    assert draft.size == (DRAFT_SIDE, DRAFT_SIDE // 2)


async def test_a_picture_that_takes_too_long_is_an_unknown_outcome() -> None:
    with pytest.raises(UnknownOutcome):
        await SketchRenderer().render(request_for(size=(2048, 2048)), timeout_seconds=0.0)


async def test_the_loop_goes_on_while_it_draws() -> None:
    task = asyncio.create_task(
        SketchRenderer().render(request_for(size=(1024, 1024)), timeout_seconds=PATIENCE_SECONDS)
    )
    turns = 0
    while not task.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > 3


# --- looks -------------------------------------------------------------------------------------------------------


def test_every_treatment_looks_unlike_every_other() -> None:
    treatments = {entry.treatment: entry.name for entry in reversed(styles())}
    pictures = {
        name: drawing(size=(192, 192), style=style, setting="forest") for name, style in treatments.items()
    }
    names = sorted(pictures)
    alike = [
        (a, b) for i, a in enumerate(names) for b in names[i + 1 :] if unlike(pictures[a], pictures[b]) < 4.5
    ]

    assert len(treatments) >= 30
    assert alike == []


def test_a_style_is_known_in_other_languages() -> None:
    assert rendered(style="acuarela").image.data == rendered(style="watercolour").image.data
    assert rendered(style="水彩").image.data == rendered(style="watercolour").image.data


def test_a_palette_rules_the_colours() -> None:
    grey = np.asarray(drawing(palette="black and white"), dtype=int)

    assert np.abs(grey.max(-1) - grey.min(-1)).mean() < 12


def test_two_colours_make_a_palette() -> None:
    red, _, blue = (np.asarray(drawing(palette="blue and navy"))[..., c].mean() for c in range(3))

    assert blue > red + 15


@pytest.mark.parametrize(
    ("slots", "darker"), [({"time": "night"}, 40), ({"time": "noche"}, 40), ({"time": "storm"}, 10)]
)
def test_the_hour_and_the_weather_change_the_light(slots: dict[str, str], darker: int) -> None:
    day, other = (np.asarray(drawing("a fox", setting="meadow", **more)).mean() for more in ({}, slots))

    assert other < day - darker


def test_every_setting_is_a_place_of_its_own() -> None:
    names = ["beach", "forest", "city", "mountains", "room", "library", "space", "underwater", "desert", "snow", "street",
             "castle", "meadow", "cave", "stage", "moon"]  # fmt: skip
    pictures = {name: drawing("a cat", size=(160, 160), setting=name) for name in names}
    pairs = [
        (a, b)
        for i, a in enumerate(names)
        for b in names[i + 1 :]
        if changed(pictures[a], pictures[b]) < 0.15
    ]

    assert pairs == []


# --- edits -------------------------------------------------------------------------------------------------------


def edited(subject: str = FOX, **slots: str) -> Image.Image:
    return drawing(subject, before=context({"subject": FOX}), **slots)


def test_an_edit_that_changes_nothing_is_the_same_picture() -> None:
    assert unlike(drawing(), edited()) == 0


def test_a_hat_is_added_and_all_else_stays() -> None:
    before, after = drawing(), edited(f"{FOX}, with a red hat")
    rows = np.flatnonzero((np.asarray(ImageChops.difference(before, after)).max(-1) > 60).sum(axis=1) > 3)

    assert 0.005 < changed(before, after) < 0.12
    assert rows.max() < before.height * 0.6


def test_what_is_removed_goes_and_the_rest_stays_where_it_was() -> None:
    before, after = drawing(), edited("a fox reading", exclude="lamp")
    difference = np.asarray(ImageChops.difference(before, after)).max(-1) > 24
    columns = np.flatnonzero(difference.any(axis=0))

    assert 0.01 < difference.mean() < 0.35
    assert columns.max() - columns.min() < before.width * 0.75


def test_night_keeps_the_shapes() -> None:
    def shapes(image: Image.Image) -> np.ndarray:
        grey = np.asarray(image.convert("L"), dtype=float)
        return np.hypot(*np.gradient(grey)).ravel()

    before, after = (
        drawing(setting="meadow"),
        drawing(before=context({"subject": FOX, "setting": "meadow"}), setting="meadow", time="night"),
    )

    assert np.corrcoef(shapes(before), shapes(after))[0, 1] > 0.6
    assert changed(before, after) > 0.5


def test_an_edit_by_a_planner_that_changes_the_seed_keeps_the_layout() -> None:
    before, after = drawing(), drawing(before=context({"subject": FOX}), seed=4_711)

    assert changed(before, after) < 0.02


def test_something_new_leaves_what_was_there_in_its_place() -> None:
    before, after = drawing(), edited(f"{FOX}, with a cat")
    left = (0, 0, before.width // 4, before.height)

    assert changed(before, after) > 0.01
    assert changed(before.crop(left), after.crop(left)) < 0.05 or changed(
        before.crop((before.width * 3 // 4, 0, before.width, before.height)),
        after.crop((before.width * 3 // 4, 0, before.width, before.height)),
    ) < 0.05  # fmt: skip


def test_closer_enlarges_the_subject() -> None:
    def orange(image: Image.Image) -> float:
        red, green, blue = np.asarray(image.convert("RGB"), dtype=int).transpose(2, 0, 1)
        return float(((red > 190) & (green > 90) & (green < 160) & (blue < 90)).mean())

    assert orange(edited(composition="closer")) > orange(drawing()) * 1.5
    assert orange(edited(composition="wide shot")) < orange(drawing()) * 0.7


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "missing"),
    [
        ("a fox playing the theremin", ("theremin",)),
        ("a zyzzyva on a table", ("zyzzyva",)),
        ("a red fox with a fluffy tail", ()),
        ("three small cats and a big dog", ()),
        ("ein roter Fuchs im Wald", ()),
        ("un zorro rojo leyendo bajo una lámpara", ()),
        ("一只红色的狐狸在森林里看书", ()),
    ],
)
def test_what_cannot_be_drawn_is_named_in_the_authors_words(subject: str, missing: tuple[str, ...]) -> None:
    assert rendered(subject, size=(256, 256)).missing == missing


def test_words_on_a_sign_stand_on_the_sign() -> None:
    bare, lettered = drawing("a shop sign"), drawing("a shop sign", text="Moonbean")
    box = ImageChops.difference(bare, lettered).getbbox()

    assert box is not None
    assert box[1] > bare.height * 0.3  # not across the sky


def test_skin_hair_and_clothes_are_told_apart() -> None:
    for key in range(200):
        tone = tone_of(f"{key}")
        pairs = ((tone.skin, tone.hair), (tone.skin, tone.cloth), (tone.hair, tone.cloth))
        assert all(sum(abs(a - b) for a, b in zip(*pair, strict=True)) >= APART_MIN for pair in pairs), key


def test_text_is_printed_where_it_is_asked_for() -> None:
    assert changed(drawing(), drawing(text="HELLO")) > 0.02


def test_characters_without_a_font_are_named_and_the_rest_is_printed() -> None:
    done = rendered(text="Hello 你好", size=(256, 256))

    assert done.missing == ("the characters “你好”",)
    assert changed(pixels(done), drawing(size=(256, 256))) > 0.01


@pytest.mark.parametrize("text", ["Привет", "مرحبا", "שלום", "สวัสดี", "नमस्ते", "Ελλάδα", "Grüße, señor!"])
def test_other_scripts_are_printed(text: str) -> None:
    assert rendered(text=text, size=(256, 256)).missing == ()


def test_a_second_edit_leaves_what_the_first_one_added_in_its_place() -> None:
    added = f"{FOX}, with two swans and a tree"
    first = edited(added)
    second = drawing(f"{added}, with a blue hat on the fox", before=context({"subject": added}))

    assert changed(first, second) < 0.12
