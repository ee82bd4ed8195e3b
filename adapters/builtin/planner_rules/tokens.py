"""Text to words with their places, and the look-up of the longest known phrase at a word. Knows no particular words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.builtin.language.lexicon import UNACCENTED_CHARS_MIN, normalised, unaccented

T = TypeVar("T")

PHRASE_WORDS_MAX = 7
_WORD = re.compile(
    r"[㐀-鿿]|(?:[ldjmtsnc]|qu)['’](?=\w|$)|[^\W_㐀-鿿]+(?:['’][^\W_㐀-鿿]+)*|&", re.IGNORECASE
)
"""A Chinese character, an elided French article, or a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    start: int
    end: int
    norm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """A known phrase in a text: the words [first, last)."""

    first: int
    last: int
    value: T


def tokenise(text: str) -> tuple[Token, ...]:
    return tuple(Token(start=m.start(), end=m.end(), norm=normalised(m[0])) for m in _WORD.finditer(text))


def key_of(words: Sequence[str]) -> str:
    return " ".join(words)


def stem(word: str) -> str:
    """Without the plural ending, roughly: "spiders" and "spider", "boxes" and "box"."""
    for ending, put in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if put in ("", "y") else 2):
            return word.removesuffix(ending) + put
    return word


_PLAIN_PHRASE = re.compile(r"[^\W_㐀-鿿]+(?:[ -][^\W_㐀-鿿]+)*")


def _key(phrase: str) -> str:
    """The phrase as the words of a text would spell it. Most of the many thousands are plain, and are not tokenised."""
    if _PLAIN_PHRASE.fullmatch(phrase):
        return (phrase if phrase.isascii() else normalised(phrase)).replace("-", " ")
    return key_of([token.norm for token in tokenise(phrase)])


class Phrasebook(Generic[T]):
    """Phrases and what they stand for; spelling variants (hyphens, missing accents of longer words) are one phrase."""

    def __init__(self, entries: Iterable[tuple[str, T]], *, accents_given: bool = False) -> None:
        """`accents_given`: the entries hold the spellings without accents already."""
        self._known: dict[str, T] = {}
        self._longest = 1
        pairs = [(_key(phrase), value) for phrase, value in entries]
        for key, value in pairs:
            if key:
                self._known.setdefault(key, value)
                self._longest = max(self._longest, min(PHRASE_WORDS_MAX, key.count(" ") + 1))
        for key, value in () if accents_given else pairs:
            if len(key) >= UNACCENTED_CHARS_MIN and not key.isascii():
                self._known.setdefault(unaccented(key), value)

    def get(self, words: Sequence[str]) -> T | None:
        return self._known.get(key_of(words))

    def at(self, tokens: Sequence[Token], first: int) -> Found[T] | None:
        """The longest phrase that starts at this word."""
        for length in range(min(self._longest, len(tokens) - first), 0, -1):
            value = self.get([token.norm for token in tokens[first : first + length]])
            if value is not None:
                return Found(first=first, last=first + length, value=value)
        return None

    def before(self, tokens: Sequence[Token], last: int) -> Found[T] | None:
        """The longest phrase that ends just before this word."""
        for length in range(min(self._longest, last), 0, -1):
            value = self.get([token.norm for token in tokens[last - length : last]])
            if value is not None:
                return Found(first=last - length, last=last, value=value)
        return None

    def all(self, tokens: Sequence[Token]) -> Sequence[Found[T]]:
        """Every phrase, left to right, none within another."""
        found: list[Found[T]] = []
        position = 0
        while position < len(tokens):
            match = self.at(tokens, position)
            if match is not None:
                found.append(match)
            position = match.last if match else position + 1
        return found

    def whole(self, text: str) -> T | None:
        """What the whole text stands for, if it is one known phrase."""
        return self.get([token.norm for token in tokenise(text)])


def phrasebook(words: Mapping[str, Sequence[str]], value: T, languages: Sequence[str]) -> list[tuple[str, T]]:
    """Entries of one lexicon row for some languages."""
    return [(word, value) for language in languages for word in words.get(language, ())]
