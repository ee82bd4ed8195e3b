"""Text to the terms it is searched by: words without the empty ones, stemmed in the language they are written in.

Pure. Postgres' own dictionaries would do for one language at a time; our memories mix languages within one scope, so the
same analysis runs here for what is stored and for what is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

from agent.domain.memory import Memory
from agent.text import languages
from agent.text.stopwords import STOP_WORDS

STEMMERS = {
    "en": "english", "es": "spanish", "de": "german", "fr": "french", "pt": "portuguese", "it": "italian",
    "nl": "dutch", "ru": "russian",
}  # fmt: skip
DEFAULT_LANGUAGE = languages.DEFAULT_LANGUAGE
TEXTS_KEPT = 16
"""Analysed texts that are kept: one recall asks for its question several times."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_UNSPACED = re.compile(r"[぀-ヿ㐀-䶿一-鿿豈-﫿가-힣ก-๛]+")
_PARTICLES = frozenset("的了是我你他她在和有不这那就也都很吗呢吧のはがをにでとも은는이가을를에의")
_EMPTY = frozenset(word for words in STOP_WORDS.values() for word in words)
NAME_WORDS_MAX = 4
FUZZY_CHARS_MIN = 4
"""Shorter names are matched exactly only: one letter makes another name of them."""
SLIPS = ((8, 2), (FUZZY_CHARS_MIN, 1))
"""From so many letters on, so many slips (a letter wrong, missing, doubled, or two swapped) are forgiven."""
EXACT, CLOSE = 1.0, 0.8


def words(text: str) -> list[str]:
    """Lower-case words in order. Scripts written without spaces give each pair of neighbouring characters."""
    return list(_words(text))


@lru_cache(maxsize=TEXTS_KEPT)
def _words(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()):
        word = match[0].replace("’", "'")
        if not word.isascii() and _UNSPACED.search(word):
            found += _pairs(word)
        elif word[0].isdigit():
            found.append(_ORDINAL.sub(r"\1", word))
        else:
            found.append(_without_clitic(word))
    return tuple(found)


def terms(text: str, language: str = "") -> list[str]:
    """The stems of the words that carry meaning, in order, with repetitions. `language` "" means: look at the text."""
    language = language or language_of(text)
    empty = STOP_WORDS.get(language, STOP_WORDS[DEFAULT_LANGUAGE])
    told = [stem(word, language) for word in words(text) if word not in empty]
    return told + [character for character in _characters(text) if character not in told]


def all_terms(text: str) -> list[str]:
    """`terms`, and the English stems too where the text is in another language: a name or a loanword is found from both."""
    return list(_all_terms(text))


@lru_cache(maxsize=TEXTS_KEPT)
def _all_terms(text: str) -> tuple[str, ...]:
    language = language_of(text)
    own = terms(text, language)
    if language == DEFAULT_LANGUAGE:
        return tuple(own)
    other = [stem(word, DEFAULT_LANGUAGE) for word in words(text) if word not in _EMPTY]
    return (*own, *(term for term in other if term not in set(own)))


def language_of(text: str) -> str:
    """The language whose empty words it uses most (English when nothing tells)."""
    return languages.language_of(words(text))


@lru_cache(maxsize=50_000)
def stem(word: str, language: str) -> str:
    """The word's stem, accents taken off after stemming: "acuarelas" and "acuarela" are one, as are "café" and "cafe"."""
    if not word.isalpha():
        return word
    return _plain(_stemmer(language).stemWord(word))


@lru_cache(maxsize=len(STEMMERS))
def _stemmer(language: str) -> "snowballstemmer.Stemmer":
    return snowballstemmer.stemmer(STEMMERS.get(language, STEMMERS[DEFAULT_LANGUAGE]))


def _plain(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)) or word


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]


def _characters(text: str) -> list[str]:
    """Of scripts written without spaces: each character that may be a word by itself ("cat" is one)."""
    if text.isascii():
        return []
    found = dict.fromkeys(character for run in _UNSPACED.findall(text) for character in run)
    return [character for character in found if character not in _PARTICLES]


def _without_clitic(word: str) -> str:
    """ "luna's" is luna, "don't" is don; "l'elfe" is elfe."""
    if "'" not in word:
        return word
    before, after = word.split("'", 1)
    return after if len(before) <= 2 and len(after) > 2 else before


@dataclass(frozen=True, slots=True)
class Named:
    memory: Memory
    closeness: float
    """EXACT or CLOSE."""


def named_in(text: str, characters: Iterable[Memory]) -> list[Named]:
    """Exact matches first. A name written right is never taken for a slip in another."""
    said = words(text)
    phrases = _phrases(said)
    exact: list[Named] = []
    rest: list[Memory] = []
    for memory in characters:
        if any(_key(name) in phrases for name in (memory.name, *memory.aliases) if name):
            exact.append(Named(memory, EXACT))
        else:
            rest.append(memory)
    taken = {_key(name) for match in exact for name in (match.memory.name, *match.memory.aliases)}
    open_phrases = [phrase for phrase in phrases if phrase not in taken]
    close = [Named(memory, CLOSE) for memory in rest if _nearly_named(memory, open_phrases)]
    return exact + close


def slips_allowed(word: str) -> int:
    return next((slips for chars, slips in SLIPS if len(word) >= chars), 0)


def _key(name: str) -> str:
    return " ".join(words(name)) or name.strip().casefold()


def _phrases(said: Sequence[str]) -> set[str]:
    """Every run of words that could be a name, and each without a genitive s ("Lunas Mantel")."""
    runs = {
        " ".join(said[start : start + length])
        for length in range(1, NAME_WORDS_MAX + 1)
        for start in range(len(said) - length + 1)
    }
    return runs | {run[:-1] for run in runs if run.endswith("s") and len(run) > FUZZY_CHARS_MIN}


def _nearly_named(memory: Memory, phrases: Sequence[str]) -> bool:
    names = [_key(name) for name in (memory.name, *memory.aliases) if name]
    return any(_is_slip(name, phrase) for name in names for phrase in phrases)


def _is_slip(name: str, said: str) -> bool:
    allowed = slips_allowed(name)
    if not allowed or abs(len(name) - len(said)) > allowed or name[:1] != said[:1]:
        return False
    # "lunar" and "lunas" are words of their own, made by adding to the name.
    if said.startswith(name) or name.startswith(said):
        return False
    return OSA.distance(name, said, score_cutoff=allowed) <= allowed
