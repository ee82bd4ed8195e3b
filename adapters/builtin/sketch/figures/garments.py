"""What a body wears below the head: stripes, ties, emblems, skirts, and the wings and tails it has instead of plain limbs."""

from collections.abc import Callable, Mapping

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.clothes import Head
from adapters.builtin.sketch.figures.pen import Pen


def behind_body(pen: Pen, head: Head, kind: str, colour: Rgb | None) -> None:
    """Wings and packs, drawn before the body."""
    if draw := _BEHIND.get(kind):
        draw(pen, head, colour or rgb(_USUAL[kind]))


def on_body(pen: Pen, head: Head, kind: str, colour: Rgb | None) -> None:
    """Drawn over the trunk, under the arms."""
    if draw := _ON_TRUNK.get(kind):
        draw(pen, head, colour or rgb(_USUAL[kind]))


def tail_below(pen: Pen, head: Head, colour: Rgb) -> None:
    """Instead of legs: a fish's tail, scales and all."""
    x, y = head.centre, head.bottom
    pen.shape(
        [(x - 118, y + 120), (x + 118, y + 120), (x + 130, y + 240), (x + 80, y + 350), (x + 150, y + 420), (x + 60, y + 400),
         (x + 20, y + 330), (x - 30, y + 330), (x - 110, y + 240)], colour, curved=True,
    )  # fmt: skip
    pen.shape(
        [(x + 40, y + 360), (x + 150, y + 330), (x + 230, y + 380), (x + 150, y + 410), (x + 170, y + 480), (x + 80, y + 440)],
        lighter(colour, 0.25), curved=True,
    )  # fmt: skip
    for row in range(4):
        for column in range(3 - row % 2):
            cx = x - 56 + column * 56 + (28 if row % 2 else 0)
            pen.stroke(
                [(cx - 22, y + 165 + row * 44), (cx, y + 182 + row * 44), (cx + 22, y + 165 + row * 44)], 7, curved=True
            )  # fmt: skip


def _wings(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y = head.centre, head.bottom
    for side in (-1, 1):
        pen.shape(
            [(x + side * 60, y + 60), (x + side * 200, y - 190), (x + side * 400, y - 170), (x + side * 380, y + 20),
             (x + side * 220, y + 110)], colour, curved=True,
        )  # fmt: skip
        pen.shape(
            [(x + side * 70, y + 90), (x + side * 240, y + 110), (x + side * 320, y + 230), (x + side * 200, y + 290),
             (x + side * 90, y + 180)], lighter(colour, 0.3), curved=True,
        )  # fmt: skip


def _pack(pen: Pen, head: Head, colour: Rgb) -> None:
    pen.box(head.centre - 190, head.bottom - 20, 380, 250, colour, round_=60)


def _stripes(pen: Pen, head: Head, colour: Rgb) -> None:
    for n in range(3):
        wide = 124 + n * 10
        pen.box(head.centre - wide, head.bottom + 30 + n * 66, wide * 2, 28, colour, outline=False)


def _tie(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y = head.centre, head.bottom - 10
    pen.shape([(x - 22, y), (x + 22, y), (x + 14, y + 36), (x + 30, y + 150), (x, y + 190), (x - 30, y + 150),
        (x - 14, y + 36)], colour)  # fmt: skip


def _emblem(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y = head.centre, head.bottom + 90
    pen.shape([(x - 62, y - 40), (x + 62, y - 40), (x + 72, y), (x, y + 70), (x - 72, y)], colour)
    pen.shape([(x - 8, y - 30), (x + 24, y - 30), (x + 6, y - 2), (x + 26, y - 2), (x - 20, y + 48), (x - 6, y + 10),
        (x - 26, y + 10)], rgb("#d63a34"))  # fmt: skip


def _belt(pen: Pen, head: Head, colour: Rgb) -> None:
    pen.box(head.centre - 150, head.bottom + 150, 300, 40, colour)
    pen.box(head.centre - 30, head.bottom + 143, 60, 54, rgb("#f0c24a"), round_=8)


def _skirt(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y = head.centre, head.bottom + 130
    pen.shape([(x - 120, y), (x + 120, y), (x + 235, y + 130), (x, y + 160), (x - 235, y + 130)], colour)
    for n in (-2, -1, 0, 1, 2):
        pen.stroke([(x + n * 40, y + 24), (x + n * 76, y + 128)], 6)


def _apron(pen: Pen, head: Head, colour: Rgb) -> None:
    x, y = head.centre, head.bottom
    pen.shape([(x - 66, y + 20), (x + 66, y + 20), (x + 110, y + 110), (x + 120, y + 225), (x - 120, y + 225),
        (x - 110, y + 110)], colour)  # fmt: skip


def _collar_band(pen: Pen, head: Head, colour: Rgb) -> None:
    pen.box(head.centre - 120, head.bottom - 44, 240, 44, colour, round_=20)
    pen.ellipse(head.centre, head.bottom + 12, 24, 24, darker(rgb("#f0c24a"), 0.05))


_BEHIND: Mapping[str, Callable[[Pen, Head, Rgb], None]] = {"wings": _wings, "backpack": _pack}
_ON_TRUNK: Mapping[str, Callable[[Pen, Head, Rgb], None]] = {
    "stripes": _stripes, "tie": _tie, "emblem": _emblem, "belt": _belt, "skirt": _skirt, "apron": _apron, "collar": _collar_band,
}  # fmt: skip
_USUAL: Mapping[str, str] = {
    "wings": "#bfe7f2", "backpack": "#8a63b5", "stripes": "#f7f3ea", "tie": "#d9483b", "emblem": "#f6c945", "belt": "#5a4034",
    "skirt": "#f29ab5", "apron": "#f7f3ea", "collar": "#d9483b",
}  # fmt: skip
"""Colours where none is said."""
GARMENTS = (
    frozenset(_BEHIND) | frozenset(_ON_TRUNK) | {"tail", "dress", "shirt", "armour", "trousers", "shoes"}
)
"""All that a body can wear."""
