"""Words of a text with their places, in one form of each letter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LETTER = r"[^\W_㐀-鿿ァ-ヺー]|[\u0300-\u036f\u064b-\u0652\u0900-\u0903\u093a-\u094f]"
"""With the marks that Python does not count among a word's letters: Hindi's vowels."""
_WORD = re.compile(
    rf"[㐀-鿿]|[ァ-ヺー]+|(?:[ldjmtsnc]|qu)['’](?=\w|$)|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*|&",
    re.IGNORECASE,
)
"""A Chinese character, a run of katakana (a foreign word, whose particles are written in other letters), an elided French article, or a
word."""
TEXTS_KEPT = 512
"""Tokenised texts that are kept: one message is read several times."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    start: int
    end: int
    norm: str


@lru_cache(maxsize=TEXTS_KEPT)
def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a text; `start` and `end` are character offsets, `norm` the word as it is looked up."""
    return tuple(Token(start=m.start(), end=m.end(), norm=normalised(m[0])) for m in _WORD.finditer(text))


def normalised(text: str) -> str:
    """Lower case, one form of each letter and apostrophe, single spaces.

    >>> normalised("  Kinder’s  BUCH ")
    "kinder's buch"
    """
    if text.isascii():
        return " ".join(text.lower().replace("_", " ").split())
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("_", " ")
    return " ".join(folded.replace("ß", "ss").split())


def unaccented(text: str) -> str:
    """The same letters without their marks: people leave them out when typing."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in split if not unicodedata.combining(c)))


def singular(word: str) -> str:
    """Without the plural ending, roughly: "spiders" and "spider", "boxes" and "box"."""
    for ending, put in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= (3 if put in ("", "y") else 2):
            return word.removesuffix(ending) + put
    return word


def shares_word(one: str, other: str) -> bool:
    """Whether they have a word in common, in whatever number."""
    return bool({singular(t.norm) for t in tokenise(one)} & {singular(t.norm) for t in tokenise(other)})
