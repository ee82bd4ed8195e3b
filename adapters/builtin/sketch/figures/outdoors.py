"""Drawings made by hand of what is met outside."""

from collections.abc import Callable, Mapping

from adapters.builtin.sketch.colour import Rgb, darker, lighter, rgb
from adapters.builtin.sketch.figures.pen import Pen


def _submarine(pen: Pen, colour: Rgb | None) -> None:
    hull = colour or rgb("#f0c24a")
    pen.limb([(520, 200), (520, 60), (620, 60)], darker(hull, 0.35), 26, curved=False)
    pen.box(420, 150, 260, 180, darker(hull, 0.12), round_=40)
    for side in (-1, 1):
        pen.shape([(70, 430), (20, 430 + side * 150), (150, 430 + side * 90)], darker(hull, 0.25))
    pen.shape([(80, 430), (200, 300), (520, 260), (860, 300), (980, 430), (860, 560), (520, 600),
        (200, 560)], hull, curved=True)  # fmt: skip
    for x in (330, 530, 730):
        pen.ellipse(x, 420, 62, 62, darker(hull, 0.35))
        pen.ellipse(x, 420, 42, 42, rgb("#cfe7f2"))


def _branch(pen: Pen, colour: Rgb | None) -> None:
    bark = colour or rgb("#8b5e3c")
    pen.limb([(20, 190), (300, 150), (640, 170), (980, 110)], bark, 58)
    pen.limb([(620, 170), (760, 250), (880, 260)], bark, 32)
    for x, y in ((900, 90), (980, 150), (860, 290), (420, 96), (250, 230)):
        pen.ellipse(x - 10, y - 16, 58, 30, rgb("#6fb659"))


def _billboard(pen: Pen, colour: Rgb | None) -> None:
    board = colour or rgb("#fbf7ee")
    for x in (260, 740):
        pen.box(x - 22, 480, 44, 400, rgb("#6d727c"))
    pen.box(20, 20, 960, 500, darker(board, 0.4), round_=16)
    pen.box(50, 50, 900, 440, board)


def _barn(pen: Pen, colour: Rgb | None) -> None:
    wall = colour or rgb("#c23a33")
    pen.shape([(60, 960), (60, 440), (200, 220), (450, 90), (700, 220), (840, 440), (840, 960)], wall)
    pen.shape([(20, 460), (180, 190), (450, 40), (720, 190), (880, 460), (820, 480), (680, 240), (450, 120),
        (220, 240), (80, 480)], rgb("#5f5a66"))  # fmt: skip
    pen.box(270, 600, 360, 360, darker(wall, 0.2))
    for x, y in ((270, 960), (630, 960)):
        pen.limb([(x, y), (900 - x, 600)], rgb("#fbf7ee"), 26, curved=False)
    pen.box(380, 340, 140, 120, rgb("#fbf7ee"))


def _iceberg(pen: Pen, colour: Rgb | None) -> None:
    ice = colour or rgb("#dff1f8")
    pen.shape([(20, 480), (120, 300), (240, 320), (360, 80), (520, 40), (640, 220), (760, 190), (960, 420), (980, 480)], ice)  # fmt: skip
    pen.shape([(520, 40), (640, 220), (600, 480), (440, 480), (480, 260)], darker(ice, 0.08), outline=False)
    pen.shape([(20, 480), (980, 480), (860, 560), (140, 560)], lighter(rgb("#7fb9d8"), 0.2))


OUTDOORS: Mapping[str, tuple[float, float, Callable[[Pen, Rgb | None], None]]] = {
    "submarine": (1000, 640, _submarine), "branch": (1060, 330, _branch), "billboard": (1000, 890, _billboard), "barn": (900, 980, _barn),
    "iceberg": (1000, 580, _iceberg),
}  # fmt: skip
"""Name -> width and height of the canvas, and how it is drawn."""
