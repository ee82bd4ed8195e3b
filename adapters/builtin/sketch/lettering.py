"""Text printed in the picture: the right font for its script, wrapped, on a ground that keeps it legible."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PIL import Image, ImageDraw, ImageFont

from adapters.builtin.sketch.figures.cutouts import FONTS

TEXT_CHARS_MAX = 240
ROOM_SHARE = 0.32
"""Of the picture's height, for its lettering."""
Box = tuple[int, int, int, int]
"""Left, top, right and bottom, pixels."""
_SCRIPTS = (
    (0x0600, 0x06FF, "Arabic"), (0x0750, 0x077F, "Arabic"), (0x0530, 0x058F, "Armenian"), (0x0980, 0x09FF, "Bengali"),
    (0x0900, 0x097F, "Devanagari"), (0x1200, 0x137F, "Ethiopic"), (0x10A0, 0x10FF, "Georgian"), (0x0A80, 0x0AFF, "Gujarati"),
    (0x0A00, 0x0A7F, "Gurmukhi"), (0x0590, 0x05FF, "Hebrew"), (0x0C80, 0x0CFF, "Kannada"), (0x1780, 0x17FF, "Khmer"),
    (0x0E80, 0x0EFF, "Lao"), (0x0D00, 0x0D7F, "Malayalam"), (0x1000, 0x109F, "Myanmar"), (0x0B00, 0x0B7F, "Oriya"),
    (0x0D80, 0x0DFF, "Sinhala"), (0x0B80, 0x0BFF, "Tamil"), (0x0C00, 0x0C7F, "Telugu"), (0x0E00, 0x0E7F, "Thai"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    lines: tuple[str, ...]
    font: ImageFont.FreeTypeFont
    size: int
    script: str


@lru_cache(maxsize=32)
def font_for(script: str, size: int) -> ImageFont.FreeTypeFont:
    """Heavy letters of a script ("": Latin, Greek, Cyrillic), `size` in pixels."""
    name = f"NotoSans{script}[wght].ttf"
    font = ImageFont.truetype(str(FONTS / name), size)
    font.set_variation_by_axes([800])
    return font


def script_of(text: str) -> str:
    for char in text[:TEXT_CHARS_MAX]:
        for first, last, name in _SCRIPTS:
            if first <= ord(char) <= last:
                return name
    return ""


@lru_cache(maxsize=24)
def _missing_box(script: str) -> bytes:
    return bytes(cast("Iterable[int]", font_for(script, 40).getmask("\U0010fffd")))


def printable(text: str) -> str:
    """The text on one line, without what no font in the house has."""
    wanting = unprintable(text)
    return "".join(char for char in " ".join(text[:TEXT_CHARS_MAX].split()) if char not in wanting)


def unprintable(text: str) -> str:
    """The characters that no font in the house has, "" when all can be printed."""
    script = script_of(text)
    wanting: list[str] = []
    for char in text[:TEXT_CHARS_MAX]:
        if char.isspace() or char in wanting:
            continue
        if not _has(char, script) and not (script and _has(char, "")):
            wanting.append(char)
    return "".join(wanting)


@lru_cache(maxsize=4096)
def _has(char: str, script: str) -> bool:
    return bytes(cast("Iterable[int]", font_for(script, 40).getmask(char))) != _missing_box(script)


def lettered(
    image: Image.Image,
    text: str,
    *,
    ink: tuple[int, int, int] | None = None,
    board: tuple[Box, bool] | None = None,
) -> Image.Image:
    """The text across the upper part of the picture, or on a `board` (pixels; whether it covers what is drawn there) that is
    large enough to be read; what cannot be printed is left out."""
    clean = printable(text)
    if not clean.strip():
        return image
    if board is not None and (printed := _on_board(image, clean, *board)) is not None:
        return printed
    fitted = _fitted(clean, image.size)
    pitch = round(fitted.size * 1.22)
    tall = pitch * len(fitted.lines)
    top = round(image.height * 0.06)
    done = image.copy()
    box = (0, max(top - pitch // 4, 0), image.width, min(top + tall + pitch // 4, image.height))
    ground = image.crop(box).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(ground, tuple)
    light = 0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2] > 140
    colour, halo = ((28, 22, 40), (255, 252, 244)) if light else ((255, 252, 240), (22, 18, 34))
    draw = ImageDraw.Draw(done)
    for n, line in enumerate(fitted.lines):
        draw.text(
            (image.width / 2, top + n * pitch), line, font=fitted.font, fill=ink or colour, anchor="ma",
            stroke_width=max(2, fitted.size // 9), stroke_fill=halo,
        )  # fmt: skip
    return done


BOARD_LETTERS_MIN = 0.021
"""Of the picture's height: smaller letters on a thing are read by nobody."""


def _on_board(image: Image.Image, text: str, board: Box, over: bool) -> Image.Image | None:
    """None where the letters would be too small."""
    left, top, right, bottom = board
    if right - left < 8 or bottom - top < 8:
        return None
    fitted = _fitted(text, (right - left, round((bottom - top) / ROOM_SHARE)), largest=0.6)
    if fitted.size < image.height * BOARD_LETTERS_MIN:
        return None
    pitch = round(fitted.size * 1.22)
    done = image.copy()
    draw = ImageDraw.Draw(done)
    ground = (
        image.crop((max(left, 0), max(top, 0), right, bottom))
        .resize((1, 1), Image.Resampling.BOX)
        .getpixel((0, 0))
    )
    assert isinstance(ground, tuple)
    if over:
        at = (min(max(left, 0), image.width - 1), min(max(top, 0), image.height - 1))
        draw.rectangle(board, fill=done.getpixel(at))
    light = 0.299 * ground[0] + 0.587 * ground[1] + 0.114 * ground[2] > 110
    first = (top + bottom) / 2 - pitch * (len(fitted.lines) - 1) / 2
    for n, line in enumerate(fitted.lines):
        middle = ((left + right) / 2, first + n * pitch)
        draw.text(
            middle, line, font=fitted.font, fill=(28, 22, 40) if light else (255, 252, 240), anchor="mm"
        )
    return done


def _fitted(text: str, size: tuple[int, int], *, largest: float = 0.15) -> Lettering:
    """The largest size, up to a share of the shorter side, at which the lines fit into the upper third."""
    script = script_of(text)
    room, tall = size[0] * 0.88, size[1] * ROOM_SHARE
    for pixels in range(max(round(min(size) * largest), 14), 9, -3):
        font = font_for(script, pixels)
        lines = _wrapped(text, font, room)
        if len(lines) * pixels * 1.22 <= tall and max(font.getlength(line) for line in lines) <= room:
            return Lettering(lines=tuple(lines), font=font, size=pixels, script=script)
    font = font_for(script, 10)
    return Lettering(lines=tuple(_wrapped(text, font, room)[:12]), font=font, size=10, script=script)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split():
        trial = f"{line} {word}".strip()
        if line and font.getlength(trial) > room:
            lines.append(line)
            line = word
        else:
            line = trial
    return [*lines, line]
