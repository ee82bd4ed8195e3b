"""Typing mistakes: a word that is nothing, and one slip away from a word that the planner knows."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from rapidfuzz.distance import OSA

from adapters.builtin.language import small_words
from agent.text.words import Token, tokenise

SWAP_CHARS_MIN = 4
"""Two letters that changed places are told in words of this length,"""
LETTER_CHARS_MIN = 6
"""a letter too many or too few in these,"""
WRONG_CHARS_MIN = 7
"""and a wrong letter in these: "towel" is no "tower"."""
FRAME_WORDS = 3
"""First words of a message, that may lead its request."""
WORDS_MAX = 60
"""Of one message."""


def corrected(text: str, language: str, right: Collection[str] = ()) -> str:
    """The text with such words put right. Only in Latin script; what has a capital inside a sentence, or is among `right`, is a name."""
    words = _words(language)
    tokens = tokenise(text)
    for position, token in reversed(list(enumerate(tokens[:WORDS_MAX]))):
        written = text[token.start : token.end]
        plain = token.norm.isascii() and token.norm.isalpha() and len(token.norm) >= SWAP_CHARS_MIN
        if (
            not plain
            or token.norm in right
            or token.norm in _known(language)
            or (written[:1].isupper() and token.start)
        ):
            continue
        meant = _meant(token.norm, words)
        if not meant and position < FRAME_WORDS and not _is_noun(tokens, position, language):
            meant = _slip_of_frame(token.norm, language)
        if meant:
            text = f"{text[: token.start]}{meant}{text[token.end :]}"
    return text


def _is_noun(tokens: Sequence[Token], position: int, language: str) -> bool:
    """Whether a thing stands there, or an article before: "a dram" is no order to draw."""
    article = position and small_words.is_any(tokens, position - 1, language, "determiner")
    return bool(article) or small_words.thing_at(tokens, position, language) is not None


def _slip_of_frame(word: str, language: str) -> str:
    """The word of courtesy or order that is one letter away: "bite" may be "bitte" where it leads a request."""
    return next(
        (one for one in _frame_words(language) if one[0] == word[0] and OSA.distance(word, one) == 1), ""
    )


@cache
def _frame_words(language: str) -> tuple[str, ...]:
    listed = (*small_words.listed("draw_strong", language), *small_words.listed("courtesy", language))
    return tuple(one for one in listed if one.isascii() and one.isalpha() and len(one) >= SWAP_CHARS_MIN)


def _meant(word: str, words: Mapping[tuple[str, int], tuple[str, ...]]) -> str:
    """The one known word that it is a slip of, "" where there is none."""
    near = [
        one
        for size in (-1, 0, 1)
        for one in words.get((word[0], len(word) + size), ())
        if OSA.distance(word, one, score_cutoff=1) == 1
    ]
    told = [one for one in near if _is_slip(word, one)]
    return min(told, key=lambda one: (abs(len(one) - len(word)), one)) if told else ""


def _is_slip(word: str, meant: str) -> bool:
    if len(word) != len(meant):
        return len(word) >= LETTER_CHARS_MIN and not (word.startswith(meant) or meant.startswith(word))
    swapped = sorted(word) == sorted(meant)
    inflected = word[:-1] == meant[:-1]  # Italian "persone" is no slip of "persona"
    return swapped or (len(word) >= WRONG_CHARS_MIN and not inflected and _is_beside(word, meant))


def _is_beside(word: str, meant: str) -> bool:
    """Whether the wrong letter lies beside the right one on a keyboard: Spanish "chaqueta" is no slip of "claqueta"."""
    wrong, right = next((one, other) for one, other in zip(word, meant, strict=True) if one != other)
    places = {letter: (row, place) for row, keys in enumerate(_KEYBOARD) for place, letter in enumerate(keys)}
    (row, place), (other, beside) = places[wrong], places[right]
    return abs(row - other) <= 1 and abs(place - beside) <= 1


_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def _words(language: str) -> Mapping[tuple[str, int], tuple[str, ...]]:
    """Words that a slip may be meant for, by first letter and length: things, and the verbs that open a request."""
    found: dict[tuple[str, int], list[str]] = {}
    for word in sorted(_targets(language)):
        found.setdefault((word[0], len(word)), []).append(word)
    return {key: tuple(listed) for key, listed in found.items()}


@cache
def _targets(language: str) -> frozenset[str]:
    verbs = ("draw", "remember", "add", "remove", "replace", "forget")
    listed = [
        word for name in verbs for one in (language, "en") for word in small_words.rows()[name].get(one, ())
    ]
    named = [
        *small_words.things_named(language).words(),
        *small_words.styles(language).words(),
        *small_words.colours(language).words(),
        *small_words.times(language).words(),
        *small_words.settings(language).words(),
    ]
    return frozenset(w for w in [*listed, *named] if w.isascii() and w.isalpha() and len(w) >= SWAP_CHARS_MIN)


@cache
def _known(language: str) -> frozenset[str]:
    """Every single word of the planner's own lists: right as it is."""
    small = {
        word
        for row in small_words.rows().values()
        for one in ("any", language, "en")
        for phrase in row.get(one, ())
        for word in phrase.split()
    }
    books = (small_words.settings(language), small_words.times(language), small_words.palettes(language))
    placed = {word for book in books for phrase in book.words() for word in phrase.split()}
    return frozenset(_targets(language) | small | placed)
