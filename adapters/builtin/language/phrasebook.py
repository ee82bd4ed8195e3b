"""Phrases and what they stand for: the look-up of the longest known phrase at a word. Knows no particular words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from agent.text.words import Token, normalised, tokenise, unaccented

T = TypeVar("T")

PHRASE_WORDS_MAX = 7
UNACCENTED_CHARS_MIN = 5
"""Shorter words are known with their accents only: "thé" is tea, "the" is not."""
_PLAIN_PHRASE = re.compile(r"[^\W_぀-ヿ㐀-鿿]+(?:[ -][^\W_぀-ヿ㐀-鿿]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Generic[T]):
    """A known phrase in a text: the words [first, last)."""

    first: int
    last: int
    value: T


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
        self._lengths = _lengths(self._known)

    def get(self, words: Sequence[str]) -> T | None:
        return self._known.get(" ".join(words))

    def at(self, tokens: Sequence[Token], first: int) -> Found[T] | None:
        """The longest phrase that starts at this word."""
        if not first < len(tokens):
            return None
        for length in self._lengths.get(tokens[first].norm, ()):
            if first + length > len(tokens):
                continue
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

    def words(self) -> Iterable[str]:
        """Every phrase, as it is looked up."""
        return self._known.keys()


def _lengths(phrases: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    """First word -> how many words the phrases have that begin with it, longest first: most words of a text begin none."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        said = phrase.split(" ", PHRASE_WORDS_MAX)
        found.setdefault(said[0], set()).add(min(len(said), PHRASE_WORDS_MAX))
    return {word: tuple(sorted(sizes, reverse=True)) for word, sizes in found.items()}


def phrasebook(words: Mapping[str, Sequence[str]], value: T, languages: Sequence[str]) -> list[tuple[str, T]]:
    """Entries of one lexicon row for some languages."""
    return [(word, value) for language in languages for word in words.get(language, ())]


def _key(phrase: str) -> str:
    """The phrase as the words of a text would spell it. Most of the many thousands are plain, and are not tokenised."""
    if _PLAIN_PHRASE.fullmatch(phrase):
        return (phrase if phrase.isascii() else normalised(phrase)).replace("-", " ")
    return " ".join(token.norm for token in tokenise(phrase))
