"""People in a sketch: their picture in a frame, from left to right as planned, and no claim to more."""

import io

import numpy as np
import pytest
from PIL import Image

from adapters.builtin.sketch.figures.photos import opened
from adapters.builtin.sketch.treatments.marks import treatment_like
from adapters.builtin.sketch_model import drawn
from agent.domain.characters import Character
from agent.domain.generation import (
    Evidence,
    GenerationContext,
    ImageData,
    Reference,
    RenderedImage,
    RenderRequest,
)

BLUE, GREEN = (90, 130, 230), (60, 200, 90)


def face(colour: tuple[int, int, int]) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", (300, 360), colour).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=300, height=360)


def asked(subject: str, *people: tuple[str, tuple[int, int, int]], seed: int = 99) -> RenderRequest:
    characters = tuple(Character(name=name, person="p" * 64) for name, _ in people)
    slots = {
        "subject": Evidence(value=subject, method="said"), "setting": Evidence(value="meadow", method="said"),
        "character": Evidence(value="", method="said", characters=characters),
    }  # fmt: skip
    references = tuple(
        (Reference(image=name, role="person", label=name), face(colour)) for name, colour in people
    )
    return RenderRequest(
        context=GenerationContext(slots=slots, seed=seed), width=768, height=512, references=references
    )  # pyright: ignore[reportArgumentType]


def middle_of(request: RenderRequest, colour: tuple[int, int, int]) -> float:
    """Where a colour lies across the picture, 0 (left) to 1; it must be there."""
    with Image.open(io.BytesIO(drawn(request).image.data)) as image:
        pixels = np.asarray(image.convert("RGB"), dtype=int)
    _, columns = np.nonzero(np.abs(pixels - np.array(colour)).sum(-1) < 60)
    assert len(columns) > 2_000
    return float(columns.mean() / pixels.shape[1])


def test_two_people_stand_as_the_plan_names_them_from_left_to_right() -> None:
    for seed in (1, 40, 99):
        request = asked("Ana and Ben 12", ("Ana", BLUE), ("Ben 12", GREEN), seed=seed)
        assert middle_of(request, BLUE) < middle_of(request, GREEN)

        turned = asked("Ben 12 and Ana", ("Ben 12", GREEN), ("Ana", BLUE), seed=seed)
        assert middle_of(turned, GREEN) < middle_of(turned, BLUE)


def test_a_sketch_does_not_claim_to_have_drawn_somebody() -> None:
    rendered = drawn(asked("Ana as a pirate", ("Ana", BLUE)))

    assert any("Ana" in said and "frame" in said for said in rendered.missing)


def test_two_boards_make_visibly_different_sketches() -> None:
    def with_board(colour: tuple[int, int, int]) -> np.ndarray:
        context = GenerationContext(
            slots={"subject": Evidence(value="a fox by a lake", method="said")}, seed=5
        )
        board = ((Reference(image="s", role="style", label="board"), face(colour)),)
        rendered = drawn(RenderRequest(context=context, width=384, height=256, references=board))
        with Image.open(io.BytesIO(rendered.image.data)) as image:
            return np.asarray(image.convert("RGB"), dtype=int)

    red, blue = with_board((200, 60, 40)), with_board((20, 40, 160))

    assert np.abs(red.mean((0, 1)) - blue.mean((0, 1))).max() > 40


# --- style boards: how it is drawn, too ---------------------------------------------------------------------------


def sketch(style: str = "", *board: ImageData, named: str = "Attic", seed: int = 5) -> RenderedImage:
    slots = {"subject": Evidence(value="a lighthouse and a girl with a dog", method="said")}
    if style:
        slots["style"] = Evidence(value=style, method="recall")
    references = tuple(
        (Reference(image=f"s{n}", role="style", label=named), one) for n, one in enumerate(board)
    )
    context = GenerationContext(slots=slots, seed=seed)  # pyright: ignore[reportArgumentType]
    return drawn(RenderRequest(context=context, width=384, height=288, references=references))


def shown_in(style: str) -> tuple[ImageData, ...]:
    """Two pictures in that style, of something else."""
    return tuple(sketch(style, seed=seed).image for seed in (90, 170))


@pytest.mark.parametrize(
    ("style", "treatment"),
    [
        ("pixel art", "pixel"),
        ("neon", "neon"),
        ("engraving", "engraving"),
        ("mosaic", "mosaic"),
        ("watercolour", "watercolour"),
        ("sepia", "sepia"),
    ],
)
def test_a_board_gives_its_manner_as_well_as_its_colours(style: str, treatment: str) -> None:
    board = shown_in(style)
    by_its_pictures, by_words_too = sketch("Attic", *board), sketch(style, *board)

    assert treatment_like([opened(one) for one in board]) == treatment
    assert by_its_pictures.image.data == by_words_too.image.data, "as if somebody had said it"
    assert by_its_pictures.image.data != sketch("Attic", face((90, 90, 90))).image.data


def test_two_boards_draw_the_same_in_two_manners() -> None:
    pixel, neon = (opened(sketch("Attic", *shown_in(style)).image) for style in ("pixel art", "neon"))

    assert treatment_like([pixel]) != treatment_like([neon])
    assert np.abs(np.asarray(pixel, dtype=int) - np.asarray(neon, dtype=int)).mean() > 40


def test_a_boards_name_is_no_style_and_its_words_are() -> None:
    board = shown_in("pixel art")

    assert sketch("Neon", *board, named="Neon").image.data == sketch("pixel art", *board).image.data
    assert sketch("mosaic, many small stones", *board).image.data == sketch("mosaic", *board).image.data
    assert sketch("mosaic", *board).image.data != sketch("pixel art", *board).image.data


def test_what_is_of_no_style_gives_its_colours_alone() -> None:
    assert treatment_like([opened(face((200, 60, 40)))]) == ""
    assert treatment_like([]) == ""


def test_a_sketch_says_what_it_takes_of_a_board() -> None:
    (told,) = sketch("Attic", *shown_in("mosaic")).missing

    assert told.startswith("Attic itself")
    assert "colours" in told
