"""The phrasebooks of a language: its small words (data/grammar.toml) and the lexicon's entries. Loaded once."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Protocol, TypeVar

from adapters.builtin.language import lexicon
from adapters.builtin.planner_rules.tokens import Phrasebook, Token, phrasebook

LANGUAGES = lexicon.LANGUAGES
SINGULAR_CHARS_MIN = 3


class Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def words(self) -> Mapping[str, tuple[str, ...]]: ...


E = TypeVar("E", bound=Named)


@cache
def _rows() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = (lexicon.DATA / "grammar.toml").read_text(encoding="utf-8")
    return {
        name: {language: tuple(words.split("|")) for language, words in row.items()}
        for name, row in tomllib.loads(text).items()
    }


def listed(name: str, language: str) -> tuple[str, ...]:
    """The phrases of that name in that language; () where there are none."""
    return _rows()[name].get(language, ())


@cache
def word_set(name: str) -> frozenset[str]:
    """The single entries of a set that does not depend on the language."""
    return frozenset(listed(name, "any"))


@cache
def _opposites() -> Mapping[str, str]:
    pairs = [entry.partition("=") for entry in listed("too_much", "any")]
    return {much: less for much, _, less in pairs}


def opposite(word: str) -> str:
    """What "too dark" asks for: "brighter"; "" for a word that has none."""
    return _opposites().get(word, "")


@cache
def words(name: str, language: str) -> Phrasebook[str]:
    """The phrases of that name in that language alone."""
    return Phrasebook((word, word) for word in listed(name, language))


@cache
def pattern(name: str, language: str) -> re.Pattern[str]:
    """The same as a regular expression, the longest first, whole words only (Chinese has no gaps to go by)."""
    ordered = sorted(listed(name, language), key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    body = "|".join(re.escape(word).replace("'", "['’]").replace(r"\ ", r"\s+") for word in ordered)
    edges = (r"(?:{})" if language == "zh" else r"(?<!\w)(?:{})(?!\w)").format(body)
    return re.compile(edges, re.IGNORECASE)


@cache
def numbers(language: str) -> Phrasebook[int]:
    counts = [name for name in _rows() if name.startswith("number_")]
    return Phrasebook(
        (word, int(name.removeprefix("number_"))) for name in counts for word in listed(name, language)
    )


def _spoken(language: str) -> Sequence[str]:
    """The language of the text, and English, whose style words are used everywhere."""
    return (language,) if language == "en" else (language, "en")


def _book(rows: Callable[[], Iterable[E]], language: str) -> Phrasebook[E]:
    entries = [pair for row in rows() for pair in phrasebook(row.words, row, _spoken(language)[:1])]
    more = [pair for row in rows() for pair in phrasebook(row.words, row, _spoken(language)[1:])]
    return Phrasebook([*entries, *more])


@cache
def styles(language: str) -> Phrasebook[lexicon.StyleEntry]:
    return _book(lexicon.styles, language)


@cache
def palettes(language: str) -> Phrasebook[lexicon.PaletteEntry]:
    return _book(lexicon.palettes, language)


@cache
def colours(language: str) -> Phrasebook[lexicon.ColourEntry]:
    return _book(lexicon.colours, language)


@cache
def settings(language: str) -> Phrasebook[lexicon.SettingEntry]:
    return _own(lexicon.settings, language)


@cache
def times(language: str) -> Phrasebook[lexicon.TimeEntry]:
    return _own(lexicon.times, language)


def _own(rows: Callable[[], Iterable[E]], language: str) -> Phrasebook[E]:
    """Places and times in the text's own language only: "see" is a lake in German and a verb in English."""
    return Phrasebook(pair for row in rows() for pair in phrasebook(row.words, row, (language,)))


@cache
def things() -> Phrasebook[str]:
    """Everything that can be drawn, in fourteen languages; the value is the emoji or the drawing's name."""
    return Phrasebook([*lexicon.drawings().items(), *lexicon.glyphs().items()], accents_given=True)


@cache
def things_named(language: str) -> Phrasebook[str]:
    """The same, by their names in that language and in English alone."""
    return Phrasebook((name, name) for one in _spoken(language) for name in lexicon.names_in(one))


def thing_end(tokens: Sequence[Token], position: int) -> int:
    """Where the thing that starts at this word ends, in whatever number; 0 where none starts."""
    found = things().at(tokens, position)
    if found is not None:
        return found.last
    word = tokens[position].norm
    singulars = [word.removesuffix(ending) for ending in ("s", "es", "n", "en", "e") if word.endswith(ending)]
    long_enough = (one for one in singulars if len(one) >= SINGULAR_CHARS_MIN)
    return position + 1 if any(things().get([one]) for one in long_enough) else 0


@cache
def _frames() -> Mapping[str, str | Mapping[str, str]]:
    return tomllib.loads((lexicon.DATA / "frames.toml").read_text(encoding="utf-8"))


@cache
def frame(name: str, *, exact: bool = False) -> re.Pattern[str]:
    """A sentence frame of data/frames.toml. `exact`: capitals count (names)."""
    written = _frames()[name]
    assert isinstance(written, str), name
    return _compiled(written, exact=exact)


@cache
def frames(table: str) -> Mapping[str, re.Pattern[str]]:
    """The frames of a table, in its order."""
    rows = _frames()[table]
    assert not isinstance(rows, str), table
    return {name: _compiled(written, exact=False) for name, written in rows.items()}


def _compiled(written: str, *, exact: bool) -> re.Pattern[str]:
    pattern = re.sub(r"\n\s*", "", written).lstrip()
    return re.compile(pattern, re.DOTALL if exact else re.DOTALL | re.IGNORECASE)
