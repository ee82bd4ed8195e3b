"""What sketches keep of each other is limited in bytes, whatever it is made of."""

from dataclasses import dataclass

from PIL import Image

from adapters.builtin.sketch.figures.cutouts import traced
from adapters.builtin.sketch.kept_drawings import (
    DRAWN,
    DRAWN_BYTES_MAX,
    TRACED,
    TRACED_BYTES_MAX,
    KeptDrawings,
    bytes_of,
)
from adapters.builtin.sketch_model import drawn
from agent.domain.generation import Evidence, GenerationContext, RenderRequest


@dataclass(frozen=True, slots=True)
class Pair:
    one: Image.Image
    others: tuple[Image.Image, ...] = ()


def grey(side: int = 10) -> Image.Image:
    return Image.new("L", (side, side))


def test_the_size_is_that_of_all_pictures_in_it() -> None:
    assert bytes_of(grey()) == 100
    assert bytes_of(Image.new("RGB", (10, 10))) == 400
    assert bytes_of(Pair(grey(), (grey(20), Image.new("RGBA", (10, 10))))) == 100 + 400 + 400


def test_what_was_used_longest_ago_makes_room() -> None:
    kept, made = KeptDrawings(250), list[str]()

    @kept.kept
    def drawing(name: str) -> Image.Image:
        made.append(name)
        return grey()

    for name in ("a", "b", "a", "c", "a", "b"):
        drawing(name)

    assert made == ["a", "b", "c", "b"]
    assert kept.bytes == 200


def test_what_is_larger_than_all_that_may_be_kept_is_not_and_drives_nothing_out() -> None:
    kept = KeptDrawings(250)
    kept.get("small", grey)

    assert kept.get("large", lambda: grey(100)).width == 100

    assert kept.bytes == 100
    assert kept.get("small", lambda: grey(1)).width == 10


def test_what_was_drawn_twice_at_once_counts_once() -> None:
    kept = KeptDrawings(250)

    kept.get("a", lambda: kept.get("a", grey))

    assert kept.bytes == 100


def test_drawing_one_thing_after_another_keeps_no_more_than_was_allowed() -> None:
    for number, animal in enumerate(("fox", "owl", "cat", "bear", "robot", "horse", "whale", "dragon")):
        subject = Evidence(value=f"{animal} reading a book", method="said")
        context = GenerationContext(slots={"subject": subject}, seed=8 * number)
        drawn(RenderRequest(context=context, width=640, height=640))

    assert 0 < TRACED.bytes <= TRACED_BYTES_MAX
    assert 0 < DRAWN.bytes <= DRAWN_BYTES_MAX


def test_a_glyph_that_was_taken_apart_is_taken_apart_once() -> None:
    assert traced("🦊") is traced("🦊")
