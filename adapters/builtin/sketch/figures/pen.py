"""A pen that draws outlined shapes into a cut-out: what the emoji font has no glyph for."""

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageChops, ImageDraw

from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.boards import Board
from adapters.builtin.sketch.figures.cutouts import Cutout, shaded

Point = tuple[float, float]
SCALE = 1.0
"""Pixels per unit while drawing figures; they are scaled down when they are placed, which smooths their edges."""


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    found: list[Point] = []
    for i in range(count if closed else count - 1):
        a, b, c, d = (_at(points, i + k, closed) for k in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            found.append((_curve(a[0], b[0], c[0], d[0], t), _curve(a[1], b[1], c[1], d[1], t)))
    if not closed:
        found.append(points[-1])
    return found


def _at(points: Sequence[Point], i: int, closed: bool) -> Point:
    return points[i % len(points)] if closed else points[min(max(i, 0), len(points) - 1)]


def _curve(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


class Pen:
    """A canvas of `width` x `height` units. Later shapes cover earlier ones; every shape has an ink outline."""

    def __init__(self, width: float, height: float, *, line: float = 9, scale: float = SCALE) -> None:
        """`scale` is pixels per unit."""
        self.width, self.height, self.scale = width, height, scale
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        self.fill = Image.new("RGB", size, (128, 128, 128))
        self.mask = Image.new("L", size, 0)
        self.ink = Image.new("L", size, 0)
        self.line = max(1, round(line * scale))
        self._board: Board | None = None
        self._fill, self._mask, self._ink = (ImageDraw.Draw(i) for i in (self.fill, self.mask, self.ink))

    def shape(
        self, points: Sequence[Point], colour: Rgb, *, curved: bool = False, outline: bool = True
    ) -> None:
        listed = smooth(points) if curved else list(points)
        flat = [(x * self.scale, y * self.scale) for x, y in listed]
        self._fill.polygon(flat, fill=colour)
        self._mask.polygon(flat, fill=255)
        self._ink.polygon(flat, fill=0)
        if outline:
            self._fill.line([*flat, flat[0]], fill=colour, width=self.line, joint="curve")
            self._mask.line([*flat, flat[0]], fill=255, width=self.line, joint="curve")
            self._ink.line([*flat, flat[0], flat[1]], fill=255, width=self.line, joint="curve")

    def ellipse(self, x: float, y: float, rx: float, ry: float, colour: Rgb, *, outline: bool = True) -> None:
        """Centre and radii."""
        box = [(x - rx) * self.scale, (y - ry) * self.scale, (x + rx) * self.scale, (y + ry) * self.scale]
        self._fill.ellipse(box, fill=colour)
        self._mask.ellipse(box, fill=255)
        self._ink.ellipse(box, fill=0, outline=255 if outline else 0, width=self.line)

    def box(
        self, x: float, y: float, width: float, height: float, colour: Rgb, *, outline: bool = True, round_: float = 0
    ) -> None:  # fmt: skip
        box = [x * self.scale, y * self.scale, (x + width) * self.scale, (y + height) * self.scale]
        radius = round_ * self.scale
        self._fill.rounded_rectangle(box, radius, fill=colour)
        self._mask.rounded_rectangle(box, radius, fill=255)
        self._ink.rounded_rectangle(box, radius, fill=0, outline=255 if outline else 0, width=self.line)

    def limb(self, points: Sequence[Point], colour: Rgb, width: float, *, curved: bool = True) -> None:
        """A thick rounded stroke with an outline: arms, legs, poles, tails."""
        listed = smooth(points, closed=False) if curved and len(points) > 2 else list(points)
        flat = [(x * self.scale, y * self.scale) for x, y in listed]
        for draw, ink in ((self._fill, colour), (self._mask, 255), (self._ink, 255)):
            self._stroke(draw, flat, ink, width * self.scale)
        self._stroke(self._ink, flat, 0, width * self.scale - 2 * self.line)

    def stroke(self, points: Sequence[Point], width: float, *, curved: bool = False) -> None:
        """A line of ink."""
        listed = smooth(points, closed=False) if curved and len(points) > 2 else list(points)
        flat = [(x * self.scale, y * self.scale) for x, y in listed]
        self._stroke(self._ink, flat, 255, width * self.scale)
        self._stroke(self._mask, flat, 255, width * self.scale)

    def _stroke(self, draw: ImageDraw.ImageDraw, flat: Sequence[Point], ink: Rgb | int, width: float) -> None:
        if width < 1:
            return
        draw.line(list(flat), fill=ink, width=round(width), joint="curve")
        r = width / 2
        for x, y in (flat[0], flat[-1]):
            draw.ellipse([x - r, y - r, x + r, y + r], fill=ink)

    def stick(self, cut: Cutout, x: float, y: float, width: float) -> float:
        """Lays a cut-out on, `width` units wide, its top left at (x, y). Returns its height in units."""
        height = width / cut.aspect
        if (board := cut.board) is not None:
            left, right = x + board.left * width, x + board.right * width
            self.letter(left, y + board.top * height, right, y + board.bottom * height, over=board.over)
        self.lay(cut.resized(round(width * self.scale), round(height * self.scale)), x, y)
        return height

    def letter(self, left: float, top: float, right: float, bottom: float, *, over: bool = False) -> None:
        """Words go here: edges in units."""
        self._board = Board(
            left=left / self.width, top=top / self.height, right=right / self.width, bottom=bottom / self.height, over=over
        )  # fmt: skip

    def lay(self, part: Cutout, x: float, y: float) -> None:
        """Lays a cut-out on as it is, its top left at (x, y) units."""
        at = (round(x * self.scale), round(y * self.scale))
        box = (*at, at[0] + part.mask.width, at[1] + part.mask.height)
        self.fill.paste(part.fill, at, part.mask)
        self.ink.paste(0, box, part.mask)
        for canvas, layer in ((self.mask, part.mask), (self.ink, part.ink)):
            canvas.paste(ImageChops.lighter(canvas.crop(box), layer), at)

    def cutout(self, *, trim: bool = True, stature: float = 0.0) -> Cutout:
        """What was drawn, shaded; `stature` in units, 0: all of its height."""
        done = Cutout(self.fill, self.mask, self.ink, stature=stature * self.scale, board=self._board)
        done = done.trimmed() if trim else done
        return replace(done, fill=shaded(done.fill, done.mask))
