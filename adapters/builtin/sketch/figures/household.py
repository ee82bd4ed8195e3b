"""Drawings made by hand of what stands in a kitchen."""

from collections.abc import Callable, Mapping

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.pen import Pen


def _fridge(pen: Pen, colour: Rgb | None) -> None:
    steel = colour or rgb("#dfe6ea")
    pen.box(30, 20, 440, 950, steel, round_=40)
    pen.box(30, 340, 440, 14, darker(steel, 0.3))
    for y, tall in ((120, 160), (420, 220)):
        pen.box(390, y, 30, tall, darker(steel, 0.25), round_=14)


def _stove(pen: Pen, colour: Rgb | None) -> None:
    body = colour or rgb("#c9d0d6")
    pen.box(20, 120, 660, 640, body, round_=24)
    pen.box(20, 90, 660, 70, darker(body, 0.35), round_=16)
    for x in (120, 270, 420, 570):
        pen.ellipse(x, 220, 32, 32, darker(body, 0.4))
    pen.box(90, 320, 520, 360, darker(body, 0.5), round_=26)
    pen.box(140, 290, 420, 26, darker(body, 0.2), round_=12)


def _bowl(pen: Pen, colour: Rgb | None) -> None:
    glass = colour or rgb("#cfe6ef")
    pen.shape(
        [(20, 40), (60, 330), (220, 470), (480, 470), (640, 330), (680, 40), (500, 66), (200, 66)], glass, curved=False
    )  # fmt: skip
    pen.box(14, 24, 672, 44, lighter(glass, 0.5), round_=20)
    pen.box(220, 460, 260, 40, darker(glass, 0.15), round_=12)


def _board(pen: Pen, colour: Rgb | None) -> None:
    wood = colour or rgb("#b5804d")
    pen.shape([(120, 20), (880, 20), (980, 150), (20, 150)], wood)
    pen.box(20, 148, 960, 46, darker(wood, 0.2), round_=14)
    for y, inset in ((54, 60), (96, 30), (126, 0)):
        pen.stroke([(160 - inset, y), (840 + inset, y)], 5)


HOUSEHOLD: Mapping[str, tuple[float, float, Callable[[Pen, Rgb | None], None]]] = {
    "fridge": (500, 990, _fridge), "stove": (700, 780, _stove), "bowl": (700, 510, _bowl), "board": (1000, 210, _board),
}  # fmt: skip
"""Name -> width and height of the canvas, and how it is drawn."""
