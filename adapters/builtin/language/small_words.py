"""The phrasebooks of a language: its small words (data/small_words.toml) and the lexicon's entries. Loaded once."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from adapters.builtin.language import lexicon
from adapters.builtin.language.phrasebook import Found, Phrasebook, phrasebook
from agent.text.words import Token, tokenise

SINGULAR_CHARS_MIN = 3
UNSPACED = ("ja", "zh")


E = TypeVar("E", bound=lexicon.Entry)


@cache
def rows() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = (lexicon.DATA / "small_words.toml").read_text(encoding="utf-8")
    read = {
        name: {language: tuple(words.split("|")) for language, words in row.items()}
        for name, row in tomllib.loads(text).items()
    }
    for name, objects in (("draw", read["draw_object"]), ("make", {}), ("add", {})):
        for language, stems in read[f"{name}_stem"].items():  # "を描いてくれる": whatever ending asks for it
            ties, endings = ("", *objects.get(language, ())), read["kind_ending"][language]
            asked = (f"{tie}{stem}{ending}" for tie in ties for stem in stems for ending in endings)
            read[name][language] = tuple(dict.fromkeys((*read[name][language], *asked)))
    return read


def listed(name: str, language: str) -> tuple[str, ...]:
    """The phrases of that name in that language, longest first; () where there are none."""
    return tuple(sorted(rows()[name].get(language, ()), key=len, reverse=True))


@cache
def word_set(name: str) -> frozenset[str]:
    """The entries of a set, all languages together."""
    return frozenset(word for words in rows()[name].values() for word in words)


@cache
def words(name: str, language: str) -> Phrasebook[str]:
    """The phrases of that name in that language alone."""
    return Phrasebook((word, word) for word in rows()[name].get(language, ()))


@cache
def spoken(name: str, language: str) -> Phrasebook[str]:
    """The phrases of that name in that language and in English, which is mixed in everywhere; but for words by which that language ties
    others together: "no" in Portuguese is "in the"."""
    row = rows()[name]
    english = [word for word in row.get("en", ()) if word not in _ties(language)]
    return Phrasebook((word, word) for word in (*row.get(language, ()), *english, *row.get("any", ())))


@cache
def _ties(language: str) -> frozenset[str]:
    names = (
        ("place_preposition", "determiner", "joiner", "owner_of", "time_preposition")
        if language != "en"
        else ()
    )
    return frozenset(word for name in names for word in rows()[name].get(language, ()))


def ending(text: str, name: str, language: str) -> int | None:
    """Where a phrase of that name begins that the text ends with; None where it ends with none, or is nothing else. Where words are not
    parted by spaces the letters count."""
    if language in UNSPACED:
        found = next((one for one in listed(name, language) if text.endswith(one) and text != one), None)
        return len(text) - len(found) if found else None
    tokens = tokenise(text)
    match = spoken(name, language).before(tokens, len(tokens))
    return tokens[match.first].start if match is not None and match.first > 0 else None


def is_any(tokens: Sequence[Token], position: int, language: str, *names: str) -> bool:
    """Whether a phrase of one of these names starts at this word."""
    return any(words(name, language).at(tokens, position) is not None for name in names)


def stands_around(tokens: Sequence[Token], name: str, language: str) -> bool:
    """Whether the first and the last word are one phrase of that name: "take ... off", "ich ... mag"."""
    return len(tokens) > 2 and spoken(name, language).get([tokens[0].norm, tokens[-1].norm]) is not None


@cache
def numbers(language: str) -> Phrasebook[int]:
    counts = ((int(name.removeprefix("number_")), name) for name in rows() if name.startswith("number_"))
    return Phrasebook((word, count) for count, name in counts for word in rows()[name].get(language, ()))


@cache
def pairs(name: str) -> Mapping[str, str]:
    """A set of "this=that" entries: "dark" -> "brighter"."""
    return {one: other for entry in word_set(name) for one, _, other in [entry.partition("=")]}


@cache
def opposed(look: str) -> frozenset[str]:
    """Looks that are no longer true beside this one: "dark" beside "bright" or "brighter"."""
    forms = {look, f"{look}er", f"{look}r" if look.endswith("e") else look}
    return frozenset(one for one, other in pairs("too_much").items() if other in forms)


def _book(entries: Callable[[], Iterable[E]], language: str) -> Phrasebook[E]:
    """Of the language of the text, and of English, whose words for looks are used everywhere."""
    languages = dict.fromkeys((language, "en"))
    return Phrasebook(pair for one in languages for row in entries() for pair in phrasebook(row.words, row, (one,)))  # fmt: skip


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
def any_colour() -> Phrasebook[lexicon.ColourEntry]:
    """Colours in all the languages: a picture may be told in one and changed in another."""
    return _in_all(lexicon.colours())


@cache
def any_look() -> Phrasebook[lexicon.Entry]:
    """Styles, palettes and colours in all the languages."""
    return _in_all((*lexicon.styles(), *lexicon.palettes(), *lexicon.colours()))


def _in_all(entries: Iterable[E]) -> Phrasebook[E]:
    return Phrasebook((word, row) for row in entries for words in row.words.values() for word in words)


@cache
def settings(language: str) -> Phrasebook[lexicon.SettingEntry]:
    return _own(lexicon.settings, language)


@cache
def times(language: str) -> Phrasebook[lexicon.TimeEntry]:
    return _own(lexicon.times, language)


def _own(entries: Callable[[], Iterable[E]], language: str) -> Phrasebook[E]:
    """Places and times in the text's own language only: "see" is a lake in German and a verb in English."""
    return Phrasebook(pair for row in entries() for pair in phrasebook(row.words, row, (language,)))


@cache
def things() -> Phrasebook[str]:
    """Everything that can be drawn, in fourteen languages; the value is the emoji or the drawing's name."""
    return Phrasebook([*lexicon.drawings().items(), *lexicon.glyphs().items()], accents_given=True)


@cache
def things_named(language: str) -> Phrasebook[str]:
    """The same, by their names in that language and in English alone."""
    named = (name for one in dict.fromkeys((language, "en")) for name in lexicon.names_in(one))
    return Phrasebook((name, name) for name in named)


def thing_at(tokens: Sequence[Token], position: int, language: str) -> Found[str] | None:
    """The thing that is named from this word on, in whatever number, by a name of that language or of English."""
    book = things_named(language)
    found = book.at(tokens, position)
    if found is not None:
        return found
    word = tokens[position].norm
    singulars = [word.removesuffix(ending) for ending in ("s", "es", "n", "en", "e") if word.endswith(ending)]
    for one in singulars:
        if len(one) >= SINGULAR_CHARS_MIN and book.get([one]):
            return Found(first=position, last=position + 1, value=one)
    return None


def thing_words(text: str, language: str) -> int:
    """How many words of the text begin the name of a thing."""
    tokens = tokenise(text)
    return sum(thing_at(tokens, position, language) is not None for position in range(len(tokens)))


def glyph_of(noun: str) -> str:
    """Its emoji or the name of its drawing, "" for what is not known."""
    book = things()
    return book.whole(noun) or book.get([noun[:-1]]) or book.get([noun[:-2]]) or ""


def is_somebody(noun: str) -> bool:
    """Whether the noun names an animal or a person."""
    return is_animal(noun) or glyph_of(noun)[:1] in frozenset("👧👦👩👨🧑👶👴👵")


def is_animal(noun: str) -> bool:
    glyph = glyph_of(noun)[:1]
    return bool(glyph) and ("\U0001f400" <= glyph <= "\U0001f43f" or "\U0001f980" <= glyph <= "\U0001f9ad")
