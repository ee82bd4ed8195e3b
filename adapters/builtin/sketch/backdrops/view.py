"""What a backdrop is told, and shapes that several of them share."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from PIL import Image

from adapters.builtin.sketch.colour import Rgb, darker, lighter, mixed
from adapters.builtin.sketch.figures.cutouts import Cutout
from adapters.builtin.sketch.figures.looks import painted, tone_of
from adapters.builtin.sketch.figures.pen import Pen, Point, smooth
from adapters.builtin.sketch.kept_drawings import DRAWN
from adapters.builtin.sketch.light import Light

_HEIGHT_STEP = 16
"""Backdrop glyphs come in steps of so many pixels, so that they are found in the cache."""
_TONE = tone_of("backdrop")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Units: the picture is 1000 high and `width` wide."""

    width: float
    horizon: float
    light: Light
    rng: Random
    avoid: frozenset[str] = field(default_factory=frozenset[str])

    def allows(self, *chars: str) -> bool:
        return not self.avoid & set(chars)


def hills(pen: Pen, view: View, y: float, rise: float, colour: Rgb, *, waves: float = 2.5) -> None:
    """A rolling edge at about y, filled to the bottom."""
    rng = view.rng
    count = max(3, round(waves * view.width / 1000 * 2))
    points: list[Point] = [
        (view.width * n / count, y - rise * rng.uniform(0.0, 1.0) * (1 if n % 2 else 0.15)) for n in range(-1, count + 2)
    ]  # fmt: skip
    edge = _curved(points)
    pen.shape([*edge, (view.width + 60, 1100), (-60, 1100)], colour)


def _curved(points: Sequence[Point]) -> list[Point]:
    return smooth(points, closed=False)


def band(pen: Pen, view: View, top: float, colour: Rgb, *, outline: bool = True) -> None:
    """Level ground from `top` down."""
    pen.box(-60, top, view.width + 120, 1200 - top, colour, outline=outline)


def peaks(
    pen: Pen, view: View, y: float, tall: float, colour: Rgb, *, snow: bool = True, every: float = 300
) -> None:
    """A range of mountains standing on y."""
    count = max(2, round(view.width / every) + 1)
    for n in range(count):
        x = view.width * (n + view.rng.uniform(0.1, 0.6)) / max(count - 1, 1) - 60
        high = tall * view.rng.uniform(0.62, 1.0)
        wide = high * view.rng.uniform(0.75, 0.95)
        pen.shape([(x - wide, y + 30), (x - wide * 0.3, y - high * 0.62), (x, y - high), (x + wide * 0.36,
            y - high * 0.55), (x + wide, y + 30)], colour)  # fmt: skip
        pen.shape([(x, y - high), (x + wide * 0.36, y - high * 0.55), (x + wide, y + 30), (x + wide * 0.2,
            y + 30)], darker(colour, 0.16), outline=False)  # fmt: skip
        if snow:
            pen.shape([(x - wide * 0.17, y - high * 0.79), (x, y - high), (x + wide * 0.17,
                y - high * 0.78), (x + wide * 0.07, y - high * 0.72), (x, y - high * 0.8),
                (x - wide * 0.08, y - high * 0.71)], (250, 252, 255))  # fmt: skip


def glyphs_at(
    pen: Pen, char: str, spots: Sequence[tuple[float, float, float]], *, faded: float = 0.0, into: Rgb = (255, 255, 255)
) -> None:  # fmt: skip
    """The same glyph at (x centre, base y, height); `faded` towards a colour, as things far away are."""
    for x, y, height in spots:
        cut = _backdrop_glyph(char, round(height * pen.scale / _HEIGHT_STEP) * _HEIGHT_STEP or 1, faded, into)
        if cut is not None:
            width = cut.mask.width / pen.scale
            pen.lay(cut, x - width / 2, y - cut.mask.height / pen.scale)


@DRAWN.kept
def _backdrop_glyph(char: str, pixels: int, faded: float, into: Rgb) -> Cutout | None:
    cut = painted(char, _TONE)
    if cut is None:
        return None
    cut = cut.thinned() if pixels > 150 else cut
    cut = cut.resized(round(pixels * cut.aspect), pixels)
    return (
        replace(cut, fill=Image.blend(cut.fill, Image.new("RGB", cut.fill.size, into), faded))
        if faded
        else cut
    )


def tufts(pen: Pen, view: View, top: float, colour: Rgb, count: int = 26) -> None:
    """Blades of grass, larger when nearer."""
    for _ in range(round(count * view.width / 1000)):
        y = view.rng.uniform(top, 985)
        size = 8 + (y - top) / (1000 - top) * 16
        x = view.rng.uniform(0, view.width)
        for dx in (-0.5, 0.0, 0.5):
            pen.shape([(x + dx * size * 0.8 - 2, y), (x + dx * size * 1.6, y - size),
                (x + dx * size * 0.8 + 2, y)], colour, outline=False)  # fmt: skip


def waves(pen: Pen, view: View, top: float, low: float, colour: Rgb, rows: int = 5) -> None:
    """Little crests on water, in rows that widen towards the viewer."""
    for row in range(rows):
        y = top + (low - top) * ((row + 0.6) / rows) ** 1.4
        wide = 40 + 70 * (row + 1) / rows
        x = view.rng.uniform(-wide, 0)
        while x < view.width:
            pen.shape([(x, y), (x + wide * 0.25, y - 5), (x + wide * 0.5, y), (x + wide * 0.25, y + 2)],
                colour, outline=False)  # fmt: skip
            x += wide * view.rng.uniform(1.3, 2.6)


def haze(colour: Rgb, view: View, share: float) -> Rgb:
    """As seen through the air."""
    return mixed(colour, lighter(view.light.sky[2], 0.1), share)
