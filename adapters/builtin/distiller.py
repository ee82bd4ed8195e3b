"""Finds lasting taste without a model: the look that most turns name, and the change that was asked for again and again."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from adapters.builtin.language import small_words as grammar
from adapters.builtin.language.languages import language_of
from adapters.builtin.planner.reading.reading import read
from agent.ports import Usage

LINES_MAX = 20
"""The last turns, by which taste is told."""
SHARE_MIN = 0.5
"""A look counts when more than this share of the turns names it,"""
NAMED_MIN = 3
"""and at least so many do."""
ASKED_MIN = 2
"""Times that a change must have been asked for."""
CHANGE_WORDS_MAX = 8
"""A longer line tells of a scene; "more" and "less" in it are about that scene."""
PREFERENCES_MAX = 3

_LABELLED = re.compile(r"(style|palette): ([^;]+)")
"""A choice, as `agent.domain.taste_signals` writes it."""
_COMPARED = re.compile(
    r"\b(?:(?:less|more|fewer|weniger|mehr|menos|más|moins|plus|mais) (?!than\b|of\b|and\b|de\b|que\b)[^\W\d_]{3,}"
    r"|(?:dark|light|bright|soft|warm|cool|cold|bold|simpl|clean|sharp|calm|larg|bigg|small)er)\b",
    re.IGNORECASE,
)
_LESS = ("less", "fewer", "weniger", "menos", "moins")
_SAME_SCALE = {
    "darker": ("dark", 1), "brighter": ("dark", -1), "lighter": ("dark", -1), "bright": ("dark", -1), "light": ("dark", -1),
    "warmer": ("warm", 1), "cooler": ("warm", -1), "colder": ("warm", -1), "bigger": ("big", 1), "larger": ("big", 1),
    "smaller": ("big", -1),
}  # fmt: skip
"""Words that move a picture along one scale, and which way."""


class BuiltInDistiller:
    """Port `agent.ports.Distiller`."""

    async def distil(self, said: Sequence[str], *, timeout_seconds: float) -> tuple[Sequence[str], Usage]:
        """Raises nothing."""
        return found_in(said), Usage(model="offline")


def found_in(said: Sequence[str]) -> Sequence[str]:
    """Preferences, the look first."""
    lines = [line.strip() for line in said[-LINES_MAX:] if line.strip()]
    looks = [_usual(lines, slot) for slot in ("style", "palette")]
    left_out = [f"dislikes {what}" for what in _repeated([_excluded(line) for line in lines])]
    asked = _repeated([_changes(line) for line in lines])
    scales = [_scale(how) for how in asked]
    # Now this way, now the other: that is about the picture at hand.
    changes = [
        f"prefers {how}"
        for how, (scale, way) in zip(asked, scales, strict=True)
        if (scale, -way) not in scales
    ]
    return tuple([*(f"prefers {look}" for look in looks if look), *left_out, *changes])[:PREFERENCES_MAX]


def _usual(lines: Sequence[str], slot: str) -> str:
    """The style or palette that most lines name, in the words last used for it; "" when none is named that often."""
    named = [dict((_name(slot, look), look) for look in _looks(line, slot)) for line in lines]
    counted = Counter(name for names in named for name in names)
    name, times = next(iter(counted.most_common(1)), ("", 0))
    if times < NAMED_MIN or times <= len(lines) * SHARE_MIN:
        return ""
    return next(names[name] for names in reversed(named) if name in names)


def _looks(line: str, slot: str) -> Iterator[str]:
    labelled = [value for label, value in _LABELLED.findall(line) if label == slot]
    reading = read(line, language_of(line))
    values = labelled or [reading.style if slot == "style" else reading.palette]
    for value in values:
        yield from (part.strip() for part in value.split(",") if part.strip())


def _name(slot: str, look: str) -> str:
    """The same for the same look in other words: "acuarela", "watercolor"."""
    book = grammar.styles if slot == "style" else grammar.palettes
    entry = book(language_of(look)).whole(look) or book("en").whole(look)
    return entry.name if entry else look.casefold()


def _excluded(line: str) -> list[str]:
    return [what.casefold() for what in read(line, language_of(line)).excluded]


def _changes(line: str) -> list[str]:
    """ "less dark", "brighter": what a short line asks for."""
    if len(line.split()) > CHANGE_WORDS_MAX:
        return []
    return [" ".join(match[0].casefold().split()) for match in _COMPARED.finditer(line)]


def _scale(how: str) -> tuple[str, int]:
    """What a change is about, and which way it goes: "less dark" as "brighter"."""
    first, _, what = how.partition(" ")
    scale, way = _SAME_SCALE.get(what or first, (what or first, 1))
    return scale, -way if first in _LESS else way


def _repeated(asked: Sequence[Sequence[str]]) -> list[str]:
    """What several lines ask for, the most often asked first."""
    counted = Counter(what for one in asked for what in dict.fromkeys(one))
    return [what for what, times in counted.most_common() if times >= ASKED_MIN]
