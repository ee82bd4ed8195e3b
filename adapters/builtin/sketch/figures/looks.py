"""The colours things have of themselves, and those chosen for a figure."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from adapters.builtin.language.lexicon import DATA
from adapters.builtin.sketch.colour import Rgb, darker, luminance, mixed, rgb
from adapters.builtin.sketch.figures.boards import Board
from adapters.builtin.sketch.figures.cutouts import Cutout, coloured, traced

_SKIN = ("#f6cfa8", "#eebb8c", "#d99f6c", "#b87a4b", "#8d5a3a", "#fbdcc0")
_HAIR = ("#4a3122", "#2c2530", "#7a4a2a", "#c98a3d", "#a5522d", "#e3bd6a")
_CLOTH = ("#d9534a", "#3f7fb8", "#f0b13c", "#4f9d78", "#8a63b5", "#e27a9a", "#2f8f9a")
_OTHER = "#c9a67c"
APART_MIN = 120
"""Of three channels together: less is one colour to the eye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """The colours of one figure where its look leaves them open."""

    skin: Rgb
    hair: Rgb
    cloth: Rgb


def tone_of(key: str) -> Tone:
    """The same colours for the same key (seed and identity)."""
    chosen = Random(key)
    skin, hair, cloth = (rgb(chosen.choice(codes)) for codes in (_SKIN, _HAIR, _CLOTH))
    return Tone(skin=skin, hair=_apart(hair, _HAIR, skin), cloth=_apart(cloth, _CLOTH, skin, hair))


def _apart(colour: Rgb, others: Sequence[str], *beside: Rgb) -> Rgb:
    """The colour, or the first of the others that is told from what it stands beside: no brown dress on brown skin."""
    listed = (colour, *map(rgb, others))
    return next(
        (one for one in listed if all(_distance(one, other) >= APART_MIN for other in beside)), colour
    )


def _distance(one: Rgb, other: Rgb) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@cache
def _looks() -> Mapping[str, str]:
    """Emoji without variation selectors -> its row."""
    table = tomllib.loads((DATA / "looks.toml").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for body, things in table["plain"].items():
        for char in things.replace("\ufe0f", ""):
            found.setdefault(char, body)
    for char, row in table["look"].items():
        found[char.replace("\ufe0f", "")] = row
    return found


def body_colour(char: str, tone: Tone, colour: Rgb | None = None) -> Rgb:
    """The main colour of a thing."""
    return colour or _one(_looks().get(char.replace("\ufe0f", ""), _OTHER).split()[0], tone, (200, 170, 130))


def second_colour(char: str, tone: Tone) -> Rgb:
    """The colour of its dark areas: ears, stripes, hair."""
    row = _looks().get(char.replace("\ufe0f", ""), _OTHER).split()
    return _one(row[1], tone, (60, 50, 60)) if len(row) > 1 else darker(_one(row[0], tone, (0, 0, 0)), 0.55)


def painted(char: str, tone: Tone, colour: Rgb | None = None, second: Rgb | None = None) -> Cutout | None:
    """The glyph in its own colours, or with `colour` as its main one, `second` for the others; None when the font does not have it."""
    tracing = traced(char)
    if tracing is None:
        return None
    row = _looks().get(char.replace("\ufe0f", ""), _OTHER).split()
    first = _one(row[0], tone, (200, 170, 130))
    body = colour or first
    dark = _one(row[1], tone, body) if len(row) > 1 else darker(body, 0.55)
    parts = tuple(_one(code, tone, body) for code in row[2:])
    if colour is not None:
        dark = _dyed(dark, colour, first)
        parts = tuple(_dyed(part, colour, first) if part != body else part for part in parts)
    if second is not None:
        dark = second
        parts = tuple(part if part == body else second for part in parts)
    return replace(coloured(tracing, body, dark, parts).trimmed(), board=board_on(char))


@cache
def board_on(char: str) -> Board | None:
    """Where words are printed on a glyph or a drawing, None where nowhere."""
    table = tomllib.loads((DATA / "sizes.toml").read_text(encoding="utf-8"))["board"]
    said = str(table.get(char.replace("\ufe0f", ""), "")).split()
    if not said:
        return None
    left, top, right, bottom = (float(share) for share in said[:4])
    return Board(left=left, top=top, right=right, bottom=bottom, over="over" in said)


def _dyed(part: Rgb, colour: Rgb, first: Rgb) -> Rgb:
    """Parts follow the main colour, but for white, black and grey ones; shades of the first colour become its shades."""
    if _distance(part, first) < 210 and max(first) - min(first) < 40:
        return mixed(colour, (255, 255, 255) if luminance(part) > luminance(first) else (20, 16, 30), 0.22)
    if max(part) - min(part) < 40:
        return part
    return mixed(colour, (255, 255, 255) if luminance(part) > luminance(colour) else (20, 16, 30), 0.38)


def _one(code: str, tone: Tone, body: Rgb) -> Rgb:
    match code:
        case ".":
            return body
        case "skin":
            return tone.skin
        case "hair":
            return tone.hair
        case "cloth":
            return tone.cloth
        case _:
            return rgb(code)
