"""What a text tells of its language, and how surely: by script, by letters, by small words. Pure.

A script or a letter that one language alone has is believed at once, and so are several small words of one language, or one that no
other has in a text of two words. One word that languages share tells weakly: what the same person wrote before, or what
their app says, is the better witness.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import normalize

from agent.text.words import TEXTS_KEPT, tokenise
from agent.translation import alphabets
from agent.translation.languages import ENGLISH, NAMES
from agent.translation.small_words import SMALL_WORDS, TELLING

SURE_WORDS = 2
"""So many different small words of one language are a sentence in it."""
SMALL_SHARE = 0.2
"""Of the words of a sentence, more than this are small ones: fewer are a chance likeness to a language that is not spoken here."""
LONELY_SHARE = 0.5
"""A single small word tells surely where it is at least this much of the text."""
LONELY_LETTERS = 3
CHINESE_CHARACTERS = 5
"""Japanese of more characters than a name has kana among them."""
CJK_WEIGHT = 2
"""One of their characters is about as much as two letters."""
_NOT_OWN = re.compile(
    r'https?://\S+|`[^`]*`|"[^"]*"|„[^“”"]*[“”"]|“[^”]*”|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』'
)
"""Addresses, code, and words that are to be printed: they tell nothing of who writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """`languages` are those that the text may be in, none where nothing tells, the likeliest first. Not all are spoken here."""

    languages: tuple[str, ...] = ()
    is_sure: bool = False
    """It is one of these and no other."""
    possible: tuple[str, ...] = ()
    """Where some letters are beyond a to z: those that have them all, and those that a small word is of, as beside a foreign name."""
    words: int = 0
    """How many words of its author's own it has."""

    @property
    def likeliest(self) -> str:
        return next(iter(self.languages), "")


@lru_cache(maxsize=TEXTS_KEPT)
def tell_of(text: str) -> Tell:
    """What the text says of its language; a text of many scripts goes by the one that most of it is in."""
    own = _NOT_OWN.sub(" ", normalize("NFC", text))
    letters = [letter for letter in own.casefold() if letter.isalpha()]
    words = [token.norm for token in tokenise(own) if any(letter.isalpha() for letter in token.norm)]
    script = _script(letters)
    if script in _ONE_LANGUAGE:
        return Tell(languages=(_ONE_LANGUAGE[script],), is_sure=True, words=len(words))
    if script == "han":
        return _chinese(letters)
    if script == "cyrillic":
        return _cyrillic(set(letters), words)
    if script == "arabic":
        is_arabic = not alphabets.NOT_ARABIC.intersection(letters)
        return Tell(languages=("ar",) if is_arabic else (), is_sure=is_arabic, words=len(words))
    if script == "latin":
        return _latin({letter for letter in own.lower() if not letter.isascii()}, words)
    return Tell(words=len(words))


LETTERS_KEPT = 4_096
_ONE_LANGUAGE = {"kana": "ja", "hangul": "ko", "devanagari": "hi"}


def _script(letters: Collection[str]) -> str:
    """The one that most letters are of, "" for none that is known here; Japanese writes Chinese characters beside its own."""
    counts = Counter(script for letter in letters if (script := _script_of(letter)))
    for script in ("kana", "han", "hangul"):
        counts[script] *= CJK_WEIGHT
    if counts["kana"]:
        counts["kana"] += counts.pop("han", 0)
    best = max(counts, key=lambda script: counts[script], default="")
    return best if counts[best] else ""


@lru_cache(maxsize=LETTERS_KEPT)
def _script_of(letter: str) -> str:
    point = ord(letter)
    return next((name for name, first, last in alphabets.SCRIPTS if first <= point <= last), "")


def _chinese(letters: Collection[str]) -> Tell:
    """Chinese in one of its two ways, or a Japanese word without kana."""
    characters = set(letters)
    simplified, traditional = (
        any(is_one(character) for character in characters)
        for is_one in (alphabets.is_simplified, alphabets.is_traditional)
    )
    if simplified != traditional:
        return Tell(languages=("zh_Hans" if simplified else "zh_Hant",), is_sure=True, words=len(letters))
    is_chinese = bool(alphabets.CHINESE & characters) or len(letters) >= CHINESE_CHARACTERS
    return Tell(
        languages=("zh_Hans", "zh_Hant") if is_chinese else ("zh_Hans", "zh_Hant", "ja"), is_sure=True, words=len(letters)
    )  # fmt: skip


def _cyrillic(letters: set[str], words: list[str]) -> Tell:
    if letters - alphabets.CYRILLIC:
        return Tell(words=len(words))
    by_letter = {"ru": alphabets.RUSSIAN & letters, "uk": alphabets.UKRAINIAN & letters}
    counts = {
        name: len(found) if any(by_letter.values()) else len(SMALL_WORDS[name].intersection(words))
        for name, found in by_letter.items()
    }
    best = tuple(name for name in counts if counts[name] == max(counts.values()))
    return Tell(languages=best, is_sure=True, words=len(words))


def _latin(letters: set[str], words: list[str]) -> Tell:
    """By letters, then by small words; what is written with a letter of no language here is in none of them."""
    marks = letters.intersection(alphabets.MARKS)
    by_letters = {name for name, known in alphabets.ALPHABETS.items() if marks <= known}
    if marks and not by_letters & set(NAMES):  # a letter of no language here is as well a name's
        return _by_small_words(words, set(TELLING), is_foreign=True)
    if marks and len(by_letters) == 1:
        (name,) = by_letters
        return Tell(languages=(name,), is_sure=True, words=len(words))
    told = _by_small_words(words, by_letters if marks else set(TELLING))
    by_words = {name for name, known in TELLING.items() if known.intersection(words)}
    return replace(told, possible=tuple(sorted(by_letters | by_words))) if marks else told


def _by_small_words(words: list[str], names: set[str], *, is_foreign: bool = False) -> Tell:
    """`is_foreign`: a letter of another language is in it, as of a name; then a sentence alone tells."""
    present = {word for word in words if len(word) > 1 and len(words) > 1}  # a word alone is as well a name
    found = {name: present & words_of for name, words_of in TELLING.items() if name in names}
    most = max((len(one) for one in found.values()), default=0)
    if most <= SMALL_SHARE * len(words) or (is_foreign and most < SURE_WORDS):
        return Tell(words=len(words))
    best = tuple(name for name, one in found.items() if len(one) == most)
    is_sure = most >= SURE_WORDS or (len(best) == 1 and _is_lonely(found, best[0], len(words)))
    return Tell(languages=best, is_sure=is_sure, words=len(words))


def _is_lonely(found: Mapping[str, set[str]], name: str, words: int) -> bool:
    """One small word that no other language has, in a short text. Of English it tells nothing: titles are English everywhere."""
    shared = {word for other, theirs in found.items() if other != name for word in theirs}
    own = {word for word in found[name] - shared if len(word) >= LONELY_LETTERS}
    return name != ENGLISH and len(own) >= LONELY_SHARE * words
