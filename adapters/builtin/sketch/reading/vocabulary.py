"""The words that hold a scene's sentence together, and the sizes of things, from their data files."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeVar, cast

from emoji import EMOJI_DATA

from adapters.builtin.language.lexicon import (
    DATA,
    Entry,
    colours,
    drawings,
    glyphs,
    normalised,
    palettes,
    settings,
    styles,
    times,
)
from adapters.builtin.sketch.colour import Rgb
from adapters.builtin.sketch.figures.figures import bare

E = TypeVar("E", bound=Entry)

_EMOJI = re.compile(r".\ufe0f?(?:\u200d.\ufe0f?)*")


@cache
def reading() -> Mapping[str, Mapping[str, str]]:
    table = tomllib.loads((DATA / "reading.toml").read_text(encoding="utf-8"))
    return cast(Mapping[str, Mapping[str, str]], table)


@cache
def group(name: str, key: str = "words") -> frozenset[str]:
    """One list of words."""
    return frozenset(_split(reading()[name][key]))


@cache
def phrases(name: str) -> Mapping[str, str]:
    """Word to key, for a table of lists; the first key to list a word has it."""
    found: dict[str, str] = {}
    for key, listed in reading()[name].items():
        for word in _split(listed):
            found.setdefault(word, key)
    return found


@cache
def colour_words() -> Mapping[str, Rgb]:
    return {word: entry.rgb for word, entry in _first_named(colours()).items()}


@cache
def setting_words() -> Mapping[str, str]:
    """Word to the name of a setting."""
    return {word: entry.name for word, entry in _first_named(settings()).items()}


@cache
def time_words() -> Mapping[str, str]:
    """Word to the name of a time of day or a weather."""
    return {word: entry.name for word, entry in _first_named(times()).items()}


def _first_named(entries: Sequence[E]) -> Mapping[str, E]:
    """Word to entry, in whatever language; the first to have a word keeps it."""
    return {word: one for one in reversed(entries) for words in one.words.values() for word in words}


@cache
def look_words() -> frozenset[str]:
    """Words for styles and palettes, which other slots speak of."""
    entries = (*styles(), *palettes())
    return frozenset(word for entry in entries for words in entry.words.values() for word in words)


def thing_named(phrase: str) -> str:
    """Its drawing made by hand, else its emoji, else ""."""
    first, _, rest = phrase.partition(" ")
    if first in _SOMEBODY and rest.endswith("ing"):
        return ""  # "man walking" is a figure of ours doing something, not the pictogram
    if phrase in EMOJI_DATA or f"{phrase}\ufe0f" in EMOJI_DATA:
        return phrase
    return drawings().get(phrase) or glyphs().get(phrase, "")


_SOMEBODY = frozenset({"man", "woman", "person", "men", "women", "people", "boy", "girl"})


def has_word(padded: str, word: str) -> bool:
    """Whether a word stands in a text that is normalised and has a space at either end."""
    return f" {word} " in padded.replace(",", " ").replace(".", " ") or (
        not word.isascii() and ord(word[0]) > 0x2E80 and word in padded
    )


def _split(text: str) -> list[str]:
    return [word for part in text.split("|") if (word := normalised(part))]


# --- sizes -----------------------------------------------------------------------------------------------------


@cache
def _sizes() -> Mapping[str, Mapping[str, object]]:
    return cast(
        Mapping[str, Mapping[str, object]],
        tomllib.loads((DATA / "sizes.toml").read_text(encoding="utf-8")),
    )


@cache
def _heights() -> Mapping[str, int]:
    found = {name: int(str(value)) for name, value in _sizes()["drawn"].items()}
    for height, chars in _sizes()["height"].items():
        for char in _EMOJI.findall(str(chars)):
            found.setdefault(bare(char), int(height))
    return found


def height_of(char: str) -> int:
    """How tall it stands, a person being 100."""
    return _heights().get(bare(char), 60)


@cache
def _listed(table: str, key: str) -> tuple[frozenset[str], str]:
    text = str(_sizes()[table].get(key, ""))
    return frozenset(bare(char) for char in _EMOJI.findall(text)), text


def is_listed(table: str, key: str, char: str) -> bool:
    chars, text = _listed(table, key)
    return bare(char) in chars or (char.isascii() and char in text)


@cache
def seat_of(char: str) -> float | None:
    """How far below its top others are set on it, as a share of its height."""
    value = _sizes()["seat"].get(bare(char))
    return float(value) if isinstance(value, int | float) else None


@cache
def roof_of(char: str) -> float | None:
    """How much of its height is free below its top, for what others may be under."""
    value = _sizes()["roof"].get(bare(char))
    return float(value) if isinstance(value, int | float) else None


def home_of(char: str) -> str:
    """The place that goes with a thing, "" when any does."""
    return next((place for place in _sizes()["place"] if is_listed("place", place, char)), "")
