"""A cut-out: one thing to be laid on the picture, as fill, shape and ink; and how an emoji glyph becomes one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

import manimgx_fonts
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from adapters.builtin.sketch.colour import Rgb, lighter, mixed
from adapters.builtin.sketch.figures.boards import Board
from adapters.builtin.sketch.kept_drawings import TRACED

FONTS = Path(manimgx_fonts.__file__).parent
GLYPH_PIXELS = 380
"""Em size at which glyphs are rasterised; figures are scaled from there."""
LINE_PIXELS_MAX = 13
"""Ink wider than this at GLYPH_PIXELS is a dark area, not a line."""
REGIONS_MAX = 24
"""Parts of a glyph that are coloured one by one."""
DARK_SHARE_MIN = 0.006
"""Solid ink smaller than this share of the glyph stays ink: eyes and noses."""
Run = tuple[int, int, int]
"""Row, first column, column after the last."""
_SPECK_PIXELS = 60
"""Regions smaller than this are holes of the drawing, not parts."""


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """Three images of one size. `fill` RGB; `mask` L, 255 where the thing is; `ink` L, its lines."""

    fill: Image.Image
    mask: Image.Image
    ink: Image.Image
    foot: float = 0.5
    """Where it stands, as a share of its width: the middle of a body, whatever its arms hold out."""
    stature: float = 0.0
    """Pixels from foot to crown, hats and what is held up not counted; 0: the whole height."""

    board: Board | None = None

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.mask.width / max(self.mask.height, 1)

    @property
    def standing(self) -> float:
        """Pixels that count as its height."""
        return self.stature or float(self.mask.height)

    def resized(self, width: int, height: int) -> "Cutout":
        size = (max(width, 1), max(height, 1))
        filtered = Image.Resampling.LANCZOS if size[0] * size[1] < 40_000 else Image.Resampling.BILINEAR
        # Reducing by whole steps first is what makes a large reduction fast.
        fill, mask, ink = (part.resize(size, filtered, reducing_gap=2.0) for part in self._parts())
        return replace(self, fill=fill, mask=mask, ink=ink, stature=self.stature * size[1] / self.mask.height)

    def mirrored(self) -> "Cutout":
        fill, mask, ink = (ImageOps.mirror(part) for part in self._parts())
        board = self.board and self.board.mirrored()
        return replace(self, fill=fill, mask=mask, ink=ink, foot=1 - self.foot, board=board)

    def turned(self, degrees: float) -> "Cutout":
        """Counter-clockwise; the canvas grows."""
        turn = Image.Resampling.BICUBIC
        fill, mask, ink = (part.rotate(degrees, turn, expand=True) for part in self._parts())
        return replace(self, fill=fill, mask=mask, ink=ink)

    def trimmed(self) -> "Cutout":
        box = self.mask.getbbox()
        if box is None:
            return self
        fill, mask, ink = (part.crop(box) for part in self._parts())
        foot = (self.foot * self.mask.width - box[0]) / (box[2] - box[0])
        board = self.board and self.board.within(box, self.mask.size)
        return replace(self, fill=fill, mask=mask, ink=ink, foot=foot, board=board)

    def thinned(self) -> "Cutout":
        """With finer lines: for what is drawn large beside smaller things."""
        ink = self.ink.filter(ImageFilter.GaussianBlur(2.2)).point(
            [max(0, min(255, (v - 132) * 4)) for v in range(256)]
        )
        return replace(self, ink=ink)

    def multiplied(self, tint: Rgb) -> "Cutout":
        """As seen in light of this colour."""
        return replace(self, fill=ImageChops.multiply(self.fill, Image.new("RGB", self.fill.size, tint)))

    def _parts(self) -> tuple[Image.Image, Image.Image, Image.Image]:
        return self.fill, self.mask, self.ink


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of a glyph: L, 255 where it is, without the emptiness around it, and where its left upper corner lies."""

    mask: Image.Image
    at: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Tracing:
    """A glyph taken apart. Regions are the closed white areas, largest first; `dark` the areas of solid ink."""

    ink: Image.Image
    mask: Image.Image
    dark: Patch
    regions: tuple[Patch, ...]


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONTS / "NotoEmoji[wght].ttf"), GLYPH_PIXELS)
    font.set_variation_by_axes([340])
    return font


@lru_cache(maxsize=1)
def _missing() -> bytes:
    """What the font draws for a character it does not have."""
    return bytes(cast("Iterable[int]", _font().getmask("\U0010fffd")))


@lru_cache(maxsize=2048)
def has_glyph(char: str) -> bool:
    """Whether the emoji font draws this as one picture."""
    bare = char.replace("\ufe0f", "")
    if not bare:
        return False
    font = _font()
    missing = _missing()
    if any(bytes(cast("Iterable[int]", font.getmask(one))) == missing for one in bare if one != "\u200d"):
        return False
    return font.getlength(char) < GLYPH_PIXELS * 1.6


@TRACED.kept
def traced(char: str) -> Tracing | None:
    """The glyph taken apart; None when the font does not have it."""
    if not has_glyph(char):
        return None
    font = _font()
    box = font.getbbox(char)
    pad = 8
    size = (int(box[2] - box[0]) + 2 * pad, int(box[3] - box[1]) + 2 * pad)
    ink = Image.new("L", size, 0)
    ImageDraw.Draw(ink).text((pad - box[0], pad - box[1]), char, font=font, fill=255)
    regions = _regions(ink)
    mask = ink
    for region in regions:
        mask = ImageChops.lighter(mask, region)
    dark = _dark(ink)
    lines = ImageChops.subtract(ink, _core(dark))
    return Tracing(ink=lines, mask=mask, dark=_patch(dark), regions=tuple(map(_patch, regions)))


def _patch(sheet: Image.Image) -> Patch:
    box = sheet.getbbox() or (0, 0, 1, 1)
    return Patch(mask=sheet.crop(box), at=(box[0], box[1]))


def _dark(ink: Image.Image) -> Image.Image:
    """Areas of solid ink: what survives the removal of everything as thin as a line. Small ones (eyes) stay ink."""
    hard = ink.point([0] * 128 + [255] * 128)
    thick = _grown(_shrunk(hard, LINE_PIXELS_MAX // 2), LINE_PIXELS_MAX // 2)
    runs, owner = _areas(thick.point([0] * 128 + [1] * 128))
    sizes = _sizes(runs, owner)
    small = ink.width * ink.height * DARK_SHARE_MIN
    kept = [run for run, group in zip(runs, owner, strict=True) if sizes[group] > small]
    return ImageChops.darker(_painted(kept, *ink.size), ink)


def _shrunk(hard: Image.Image, pixels: int) -> Image.Image:
    """Erosion of a 0/255 image by a square; a box blur is far faster than Pillow's MinFilter."""
    return hard.filter(ImageFilter.BoxBlur(pixels)).point([0] * 254 + [255] * 2)


def _grown(hard: Image.Image, pixels: int) -> Image.Image:
    return hard.filter(ImageFilter.BoxBlur(pixels)).point([0] + [255] * 255)


def _core(dark: Image.Image) -> Image.Image:
    """The inside of dark areas, so that a line stays around them."""
    return _shrunk(dark.point([0] * 128 + [255] * 128), 4).filter(ImageFilter.GaussianBlur(1))


def _regions(ink: Image.Image) -> list[Image.Image]:
    """Masks of the white areas that ink closes in, largest first, grown under the ink around them."""
    width, height = ink.size
    runs, owner = _areas(ink.point([1] * 110 + [0] * 146))
    outside = {
        group for (row, start, end), group in zip(runs, owner, strict=True)
        if row in (0, height - 1) or start == 0 or end == width
    }  # fmt: skip
    sizes = _sizes(runs, owner)
    kept = sorted(
        (g for g in sizes if g not in outside and sizes[g] > _SPECK_PIXELS), key=lambda g: -sizes[g]
    )
    members: dict[int, list[Run]] = {group: [] for group in kept[:REGIONS_MAX]}
    for run, group in zip(runs, owner, strict=True):
        if group in members:
            members[group].append(run)
    return [_grown(_painted(member, width, height), 2) for member in members.values()]


def _areas(sheet: Image.Image) -> tuple[list[Run], list[int]]:
    """Runs of ones in a 0/1 image, and for each the number of its connected area."""
    width, height = sheet.size
    data = sheet.tobytes()
    runs = [
        (row, match.start(), match.end())
        for row in range(height)
        for match in re.finditer(rb"\x01+", data[row * width : (row + 1) * width])
    ]
    return runs, _joined(runs)


def _sizes(runs: Sequence[Run], owner: Sequence[int]) -> dict[int, int]:
    """Pixels of each area."""
    found: dict[int, int] = {}
    for (_, start, end), group in zip(runs, owner, strict=True):
        found[group] = found.get(group, 0) + end - start
    return found


def _joined(runs: Sequence[Run]) -> list[int]:
    """For each run the number of its connected area (union-find over rows)."""
    parent = list(range(len(runs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    above = 0
    for i, (row, start, end) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] <= start):
            above += 1
        j = above
        while j < i and runs[j][0] == row - 1 and runs[j][1] < end:
            parent[root(i)] = root(j)
            j += 1
    return [root(i) for i in range(len(runs))]


def _painted(runs: Sequence[Run], width: int, height: int) -> Image.Image:
    sheet = bytearray(width * height)
    for row, start, end in runs:
        sheet[row * width + start : row * width + end] = b"\xff" * (end - start)
    return Image.frombytes("L", (width, height), bytes(sheet))


def coloured(tracing: Tracing, body: Rgb, dark: Rgb, parts: Sequence[Rgb] = ()) -> Cutout:
    """The glyph in colour: `parts` by region, largest first; regions beyond them alternate tints of the body."""
    fill = Image.new("RGB", tracing.mask.size, body)
    for number, region in enumerate(tracing.regions):
        fill.paste(_part(number, parts, body), region.at, region.mask)
    fill = shaded(fill, tracing.mask)
    fill.paste(dark, tracing.dark.at, tracing.dark.mask)
    return Cutout(fill, tracing.mask, tracing.ink)


def _part(number: int, parts: Sequence[Rgb], body: Rgb) -> Rgb:
    if number < len(parts):
        return parts[number]
    return body if number == 0 else lighter(body, (0.16, 0.34)[number % 2])


def shaded(fill: Image.Image, mask: Image.Image) -> Image.Image:
    """A soft shadow on the side away from the light (which comes from the upper left)."""
    moved = ImageChops.offset(mask, -round(mask.width * 0.05) - 1, -round(mask.height * 0.035) - 1)
    shade = ImageChops.subtract(mask, moved).filter(ImageFilter.GaussianBlur(max(2, mask.width // 70)))
    small = shade.point([value * 34 // 100 for value in range(256)])
    dim = Image.blend(fill, Image.new("RGB", fill.size, (30, 20, 60)), 0.55)
    return Image.composite(dim, fill, small)


def glyph(char: str, body: Rgb, dark: Rgb | None = None, parts: Sequence[Rgb] = ()) -> Cutout | None:
    """The glyph as a cut-out, trimmed; None when the font does not have it."""
    tracing = traced(char)
    if tracing is None:
        return None
    return coloured(tracing, body, dark or mixed(body, (28, 22, 44), 0.62), parts).trimmed()
