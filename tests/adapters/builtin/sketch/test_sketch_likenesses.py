"""People in a sketch: their picture in a frame, from left to right as planned, and no claim to more."""

import io

import numpy as np
from PIL import Image

from adapters.builtin.sketch_model import drawn
from agent.domain.characters import Character
from agent.domain.generation import Evidence, GenerationContext, ImageData, Reference, RenderRequest

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
