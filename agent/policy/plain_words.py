"""Words as lists of words are looked for in them. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from agent.text.stopwords import STOP_WORDS

_LATIN_TO_CYRILLIC = "\u0530"
"""Letters before it are read without their accents; elsewhere marks make other letters."""
_WHOLE = {"ı": "i", "ł": "l", "ø": "o", "đ": "d"}
"""Letters that are another without a mark, though no mark can be taken off them."""
_KEPT_SIGNS = "*~|@$"
_SIGNS = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in _KEPT_SIGNS}
_LEET = str.maketrans("013457@$", "oieastas")
_CLAUSE_END = re.compile(r"[.,;:!?…()\n\u060c\u061b\u061f\u0964\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]+")

_JOINED_SCRIPTS = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)
"""Arabic, which writes small words with the next one, and what is written without spaces."""
_JOINED_LANGUAGES = frozenset({"ar", "ja", "ko", "zh"})
_NONE: frozenset[str] = frozenset()
TEXTS_KEPT = 256
"""Texts kept as they are looked for: one turn asks about the same words several times."""
LETTERS_KEPT = 4_096


_SPELLED = re.compile(r"(?<!\w)[^\W\d_](?P<between>[ .,\-_*/|] ?)(?:[^\W\d_](?P=between)){2,}[^\W\d_](?!\w)")
"""Four letters or more, with the same between them: initials and "U.S.A." are fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Of every entry that can tell anything its longest word. Most texts hold none of them, and are done with after a look at each word;
    of the others, only the lists of those languages are asked."""

    whole: Mapping[str, frozenset[str]]
    """A word to the languages that have it."""
    begun: Mapping[str, frozenset[str]]
    """As many letters as stand before a word's star."""
    lengths: tuple[int, ...]
    """Of what is in `begun`."""
    starts: frozenset[str]
    """Of what is in `begun`, as many letters as all have."""
    joined: frozenset[str]
    """The languages whose words may stand within what looks like one."""

    def languages_in(self, plain: str) -> frozenset[str]:
        """Those in whose lists something of a normalised text may stand."""
        found = set(self.joined) if not plain.isascii() and _JOINED_SCRIPTS.search(plain) else set[str]()
        for word in plain.split():
            found |= self.whole.get(word, _NONE)
            if word[: self.lengths[0]] in self.starts:
                found |= _NONE.union(*(self.begun.get(word[:length], _NONE) for length in self.lengths))
        return frozenset(found)


def telling_of(entries: Mapping[str, Iterable[str]]) -> Telling:
    """`entries`: of each language words and expressions as its lists have them, "*" at the end of a word for any ending."""
    whole: dict[str, frozenset[str]] = {}
    for language, listed in entries.items():
        plain = [normalised(entry).split() for entry in listed]
        for word in {max(words, key=_how_telling) for words in plain if words}:
            whole[word] = whole.get(word, _NONE) | {language}
    begun: dict[str, frozenset[str]] = {}
    for word in [word for word in whole if "*" in word]:
        start = word.partition("*")[0]
        begun[start] = begun.get(start, _NONE) | whole[word]
    lengths = tuple(sorted({len(start) for start in begun}))
    return Telling(
        whole=whole, begun=begun, lengths=lengths, starts=frozenset(start[: lengths[0]] for start in begun),
        joined=frozenset(entries) & _JOINED_LANGUAGES,
    )  # fmt: skip


def _how_telling(word: str) -> tuple[bool, int]:
    """Small words stand everywhere."""
    return not any(word in small for small in STOP_WORDS.values()), len(word.partition("*")[0])


@lru_cache(maxsize=TEXTS_KEPT)
def normalised(text: str) -> str:
    """Small letters, without accents and signs, one space between words and around the whole.

    >>> normalised("Une Fille n4ked, déjà-vu")
    ' une fille naked deja vu '
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = folded.translate(_SIGNS) if folded.isascii() else "".join(map(_letter, folded))
    return f" {' '.join([word if word.isalpha() else _unleeted(word) for word in letters.split()])} "


def clauses(text: str) -> Sequence[str]:
    """What stands between its commas and stops, each normalised.

    >>> clauses("no coat, a blue dress")
    [' no coat ', ' a blue dress ']
    """
    return [plain for part in _CLAUSE_END.split(text) if (plain := normalised(part)).strip()]


@lru_cache(maxsize=LETTERS_KEPT)
def _letter(ch: str) -> str:
    kind = unicodedata.category(ch)
    if kind == "Cf":  # joiners and other signs that nobody sees
        return ""
    if ch < _LATIN_TO_CYRILLIC:
        ch = unicodedata.normalize("NFD", _WHOLE.get(ch, ch))[0]
    return ch if ch.isalnum() or kind[0] == "M" or ch in _KEPT_SIGNS else " "


def _unleeted(word: str) -> str:
    """Digits read as the letters that they stand for, but for those of a number at the beginning (12yo)."""
    if word.isascii() and not word.isalpha() and not word[0].isdigit() and any(ch.isalpha() for ch in word):
        return word.translate(_LEET)
    return word


def spelled_together(text: str) -> str:
    """The text with words that are written letter by letter, which no list would find, written as words; twice where an
    article of one letter may stand before it.

    >>> spelled_together("the f-o-x-e-s den, n a k e d, J. R. R. Tolkien")
    'the foxes den, naked aked, J. R. R. Tolkien'
    """
    return _SPELLED.sub(_together, text)


def _together(found: re.Match[str]) -> str:
    word = found[0].replace(found["between"], "")
    return f"{word} {word[1:]}" if found["between"] == " " else word
