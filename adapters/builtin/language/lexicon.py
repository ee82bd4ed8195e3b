"""The words the offline parts know: styles, palettes, colours, places, times and things. Loads data files; draws nothing."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

from emoji import EMOJI_DATA
from emoji import config as emoji_config

from agent.text.words import normalised as normalised
from agent.text.words import unaccented as unaccented

E = TypeVar("E")

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "es", "de", "fr", "pt", "zh")
"""Languages of our own word lists. The emoji names add it, id, tr, ru, fa, ar, ja, ko."""
FURTHER_LANGUAGES = ("it", "ja", "ko", "ru", "ar", "hi", "tr", "nl", "pl", "id")
"""Languages with a few words of the most wanted looks and things (data/more_words.toml)."""
EMOJI_LANGUAGES = ("en", "es", "de", "fr", "pt", "zh", "it", "id", "tr", "ru", "fa", "ar", "ja", "ko")
"""In the order of precedence, should two languages use one word for two things."""

UNACCENTED_CHARS_MIN = 5
"""Shorter words are known with their accents only: "thé" is tea, "the" is not."""
NAME_CHARS_MIN = 3
"""Shortest emoji name in Latin script that is taken for a thing: "ok", "ox" and "md" stand for too much else."""

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""
Words = Mapping[str, tuple[str, ...]]
"""Language to words, normalised (see `normalised`)."""

_NOT_THINGS = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f\u2640\u2642\u20e3\u00a9\u00ae"
    "\u2190-\u21ff\u2648-\u2653\u23e9-\u23fa\u25aa-\u25fe\u2b05-\u2b1c\u2934\u2935\u2194-\u21aa"
    "\U0001f170-\U0001f251\U0001f500-\U0001f5ff\U0001f7e0-\U0001f7eb\U0001f519-\U0001f51f]"
)
_STILL_THINGS = frozenset("🔥🔦🔧🔨🔩🔪🔫🔬🔭🔮🔑🔔🔒🔗🕊🕋🕌🕍🕯🕴🕵🕶🕷🕸🕹🕺🖊🖌🖍🖥🖨🖱🖼🗂🗃🗄🗑🗝🗞🗡🗺🗻🗼🗽🗿🕳🕰⬛🔱🔌🔋🗜🏴")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row of a table."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleEntry(Entry):
    treatment: str
    """Name of the drawing treatment; several styles may share one."""
    palette: str = ""
    """Name of the palette the style brings with it, if any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteEntry(Entry):
    colours: tuple[Colour, ...]
    """Dark to light."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColourEntry(Entry):
    rgb: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingEntry(Entry):
    backdrop: str
    props: tuple[str, ...] = ()
    """Emoji that dress the backdrop."""
    only_after: tuple[str, ...] = ()
    """Prepositions after which it is a place at all (a castle is also a thing); empty: after any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEntry(Entry):
    kind: str
    """time | weather"""


def _entries(table: str, entry: Callable[..., E], **read: Callable[[str], object]) -> tuple[E, ...]:
    """The rows of a table, each of their further columns read by a function."""
    return tuple(
        entry(
            name=name,
            words=_words(name, row),
            **{key: of(row[key]) for key, of in read.items() if key in row},
        )
        for name, row in _table(table)
    )


@cache
def styles() -> tuple[StyleEntry, ...]:
    return _entries("styles", StyleEntry, treatment=str, palette=str)


@cache
def palettes() -> tuple[PaletteEntry, ...]:
    return _entries("palettes", PaletteEntry, colours=lambda codes: tuple(map(_rgb, codes.split())))


@cache
def colours() -> tuple[ColourEntry, ...]:
    return _entries("colours", ColourEntry, rgb=_rgb)


@cache
def settings() -> tuple[SettingEntry, ...]:
    return _entries("settings", SettingEntry, backdrop=str, props=_pictures, only_after=_listed)


@cache
def times() -> tuple[TimeEntry, ...]:
    return _entries("times", TimeEntry, kind=str)


@cache
def formats() -> Mapping[str, Mapping[str, str]]:
    """Name of a format (agent/domain/formats.py) -> language -> its words, "|" between them; `framed` beside them."""
    rows: dict[str, dict[str, str]] = tomllib.loads((DATA / "formats.toml").read_text(encoding="utf-8"))
    return rows


@cache
def glyphs() -> Mapping[str, str]:
    """Name of a thing (normalised, 14 languages) -> its emoji. Our own words come before the emoji names."""
    found: dict[str, str] = {}
    for language in (*LANGUAGES, *FURTHER_LANGUAGES):  # English first: its words are used in every language
        for char, words in _worded("things"):
            for word in words.get(language, ()):
                found.setdefault(word, char)
    for char, name in _emoji_names():
        found.setdefault(name, char)
    for name, char in tuple(found.items()):
        if len(name) >= UNACCENTED_CHARS_MIN:
            found.setdefault(unaccented(name), char)
    return MappingProxyType(found)


@cache
def thing_words(language: str) -> frozenset[str]:
    """Our own single words for things in one of our languages."""
    words = (word for _, row in _worded("things") for word in row.get(language, ()))
    return frozenset(word for word in words if " " not in word)


@cache
def names_in(language: str) -> frozenset[str]:
    """Every name of a thing in one of our languages: our own words and the emoji names."""
    glyphs()  # loads the emoji names
    rows = (row for table in ("things", "drawings") for _, row in _worded(table))
    own = {word for row in rows for word in row.get(language, ())}
    named = {normalised(name.strip(":")) for char in EMOJI_DATA for name in _names_of(char, language)}
    return frozenset(own | {name for name in named if len(name) >= NAME_CHARS_MIN or not name.isascii()})


@cache
def drawings() -> Mapping[str, str]:
    """Name of a thing -> name of the drawing made by hand, for what the emoji font has no good picture of."""
    found: dict[str, str] = {}
    for drawing, row in _worded("drawings"):
        for words in row.values():
            for word in words:
                found.setdefault(word, drawing)
                if len(word) >= UNACCENTED_CHARS_MIN:
                    found.setdefault(unaccented(word), drawing)
    return MappingProxyType(found)


def _emoji_names() -> Iterator[tuple[str, str]]:
    """Emoji and name, the languages in order of precedence."""
    emoji_config.load_language()
    things = [char for char, data in EMOJI_DATA.items() if data["status"] == 2 and _is_thing(char)]
    for language in EMOJI_LANGUAGES:
        for char in things:
            for name in _names_of(char, language):
                clean = normalised(name.strip(":"))
                if len(clean) >= NAME_CHARS_MIN or not clean.isascii():
                    yield char, clean


def _names_of(char: str, language: str) -> list[str]:
    """An emoji's names in a language; the package types its rows as dictionaries of anything."""
    row: dict[str, object] = dict(EMOJI_DATA[char])
    name, aliases = row.get(language), row.get("alias") if language == "en" else None
    listed = [name, *cast(list[object], aliases)] if isinstance(aliases, list) else [name]
    return [one for one in listed if isinstance(one, str)]


def _is_thing(char: str) -> bool:
    """No flags, arrows, clocks, letters, skin tones or gendered doubles."""
    return any(c in _STILL_THINGS for c in char) or _NOT_THINGS.search(char) is None


@cache
def _table(name: str) -> tuple[tuple[str, Mapping[str, str]], ...]:
    rows = tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))
    further = tomllib.loads((DATA / "more_words.toml").read_text(encoding="utf-8")).get(name, {})
    return tuple((key, {**further.get(key, {}), **row}) for key, row in {**further, **rows}.items())


@cache
def _worded(table: str) -> tuple[tuple[str, Words], ...]:
    """Of a table whose rows are named by a sign: each language asks for the words of all."""
    return tuple((name, _words("", row)) for name, row in _table(table))


def _words(name: str, row: Mapping[str, str]) -> Words:
    """The row's words by language; the name itself is an English one."""
    found: dict[str, tuple[str, ...]] = {}
    for language in (*LANGUAGES, *FURTHER_LANGUAGES):
        listed = [name if language == "en" else "", *_listed(row.get(language, ""))]
        if words := tuple(dict.fromkeys(normalised(word) for word in listed if word.strip())):
            found[language] = words
    return MappingProxyType(found)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


def _rgb(code: str) -> Colour:
    """#rrggbb"""
    value = int(code.removeprefix("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def _pictures(text: str) -> tuple[str, ...]:
    """A string of emoji, one by one, each with what belongs to it (variation selector, joiner)."""
    return tuple(re.findall(r".\ufe0f?(?:\u200d.\ufe0f?)*", text))
