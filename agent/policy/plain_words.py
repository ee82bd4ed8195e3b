"""Words as lists of words are looked for in them. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.text.stopwords import STOP_WORDS

_LATIN_TO_CYRILLIC = "\u0530"
"""Letters before it are read without their accents; elsewhere marks make other letters."""
_WHOLE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d"}
"""Letters that are another without a mark, though no mark can be taken off them."""
_LEET = str.maketrans("013457@$", "oieastas")
_CLAUSE_END = re.compile(r"[.,;:!?…()\n\u060c\u061b\u061f\u0964\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]+")

_JOINED_SCRIPTS = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)
"""Arabic, which writes small words with the next one, and what is written without spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Of every entry that can tell anything its longest word. Most texts hold none of them, and are done with after a look at each word."""

    whole: frozenset[str]
    begun: frozenset[str]
    """As many letters as stand before a word's star."""
    lengths: tuple[int, ...]

    def may_stand_in(self, plain: str) -> bool:
        return _JOINED_SCRIPTS.search(plain) is not None or any(map(self._is_one, plain.split()))

    def _is_one(self, word: str) -> bool:
        return word in self.whole or any(word[:length] in self.begun for length in self.lengths)


def telling_of(entries: Iterable[str]) -> Telling:
    """`entries`: words and expressions as the lists have them, "*" at the end of a word for any ending."""
    plain = [normalised(entry).split() for entry in entries]
    longest = {max(words, key=_how_telling) for words in plain if words}
    begun = {word.partition("*")[0] for word in longest if "*" in word}
    return Telling(
        whole=frozenset(longest), begun=frozenset(begun), lengths=tuple(sorted({len(word) for word in begun}))
    )


def _how_telling(word: str) -> tuple[bool, int]:
    """Small words stand everywhere."""
    return not any(word in small for small in STOP_WORDS.values()), len(word.partition("*")[0])


def normalised(text: str) -> str:
    """Small letters, without accents and signs, one space between words and around the whole.

    >>> normalised("Une Fille n4ked, déjà-vu")
    ' une fille naked deja vu '
    """
    letters = (_letter(ch) for ch in unicodedata.normalize("NFKC", text).casefold())
    words = "".join(letters).split()
    return f" {' '.join(_unleeted(word) for word in words)} "


def clauses(text: str) -> Sequence[str]:
    """What stands between its commas and stops, each normalised.

    >>> clauses("no coat, a blue dress")
    [' no coat ', ' a blue dress ']
    """
    return [plain for part in _CLAUSE_END.split(text) if (plain := normalised(part)).strip()]


def _letter(ch: str) -> str:
    kind = unicodedata.category(ch)
    if kind == "Cf":  # joiners and other signs that nobody sees
        return ""
    if ch < _LATIN_TO_CYRILLIC:
        ch = unicodedata.normalize("NFD", _WHOLE.get(ch, ch))[0]
    return ch if ch.isalnum() or kind[0] == "M" or ch in "*~|@$" else " "


def _unleeted(word: str) -> str:
    """Digits read as the letters that they stand for, but for those of a number at the beginning (12yo)."""
    if word.isascii() and not word.isalpha() and not word[0].isdigit() and any(ch.isalpha() for ch in word):
        return word.translate(_LEET)
    return word
