"""Typing mistakes: a word that is nothing, and one slip away from a word that the planner knows."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise

from rapidfuzz.distance import OSA

from adapters.builtin.language import lexicon, small_words
from agent.text.words import Token, tokenise

SWAP_CHARS_MIN = 4
"""Two letters that changed places are told in words of this length,"""
LETTER_CHARS_MIN = 6
"""a letter doubled or not in these, one that was left out in words that are longer: "volets" are no "violets","""
WRONG_CHARS_MIN = 7
"""and a wrong letter in these: "towel" is no "tower"."""
ENDING_CHARS = 2
"""Of a word: where languages change theirs."""
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
        meant = _meant(token.norm, words, language, opens=position < FRAME_WORDS)
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


def _meant(word: str, words: Mapping[tuple[str, int], tuple[str, ...]], language: str, *, opens: bool) -> str:
    """The one known word of its own language that it is a slip of, "" where there is none. What is in no list is most often just a word of
    that language ("volets", "botas"): no slip is mended into another one, and a verb is meant only where an order stands."""
    near = [
        one
        for size in (-1, 0, 1)
        for one in words.get((word[0], len(word) + size), ())
        if OSA.distance(word, one, score_cutoff=1) == 1
    ]
    told = [
        one
        for one in near
        if _is_slip(word, one) and one in _of_language(language) and (opens or one not in _verbs(language))
    ]
    return min(told, key=lambda one: (abs(len(one) - len(word)), one)) if told else ""


def _is_slip(word: str, meant: str) -> bool:
    if len(word) != len(meant):
        left_out = len(word) < len(meant) and len(word) > LETTER_CHARS_MIN
        doubled = len(word) >= LETTER_CHARS_MIN and _is_doubled(word, meant)
        return (left_out or doubled) and not (word.startswith(meant) or meant.startswith(word))
    swapped = sorted(word) == sorted(meant)
    inflected = (
        word[:-ENDING_CHARS] == meant[:-ENDING_CHARS]
    )  # Italian "persone", "collare": no slips of "persona", "collage"
    return swapped or (len(word) >= WRONG_CHARS_MIN and not inflected and _is_beside(word, meant))


def _is_doubled(word: str, meant: str) -> bool:
    """Whether the one letter more stands beside its like: "umbrela"."""
    longer, shorter = sorted((word, meant), key=len, reverse=True)
    return any(
        one == other and longer[:n] + longer[n + 1 :] == shorter
        for n, (one, other) in enumerate(pairwise(longer))
    )


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
def _verbs(language: str) -> frozenset[str]:
    """The verbs of a request."""
    names = ("draw", "remember", "add", "remove", "replace", "forget")
    return frozenset(
        word for name in names for one in (language, "en") for word in small_words.rows()[name].get(one, ())
    )


@cache
def _of_language(language: str) -> frozenset[str]:
    """Those of the targets that are words of that language itself, and not of English, which is mixed in."""
    if language == "en":
        return _targets(language)
    rows = (*lexicon.styles(), *lexicon.colours(), *lexicon.settings(), *lexicon.times())
    own = {word for row in rows for word in row.words.get(language, ())} | set(lexicon.names_in(language))
    orders = {word for word in _verbs(language) if word not in _verbs("en")}
    return frozenset(own | orders)


@cache
def _targets(language: str) -> frozenset[str]:
    named = [
        *small_words.things_named(language).words(),
        *small_words.styles(language).words(),
        *small_words.colours(language).words(),
        *small_words.times(language).words(),
        *small_words.settings(language).words(),
    ]
    return frozenset(
        w for w in [*_verbs(language), *named] if w.isascii() and w.isalpha() and len(w) >= SWAP_CHARS_MIN
    )


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
