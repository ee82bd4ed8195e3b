"""Characters whom a text names, exactly or with a slip of the finger.

Pure. pg_trgm is not everywhere (the embedded server lacks it), and a scope has few names: rapidfuzz does it here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from agent.domain.memory import Memory
from db.memory.terms import words

NAME_WORDS_MAX = 4
FUZZY_CHARS_MIN = 4
"""Shorter names are matched exactly only: one letter makes another name of them."""
SLIPS = ((8, 2), (FUZZY_CHARS_MIN, 1))
"""From so many letters on, so many slips (a letter wrong, missing, doubled, or two swapped) are forgiven."""
EXACT, CLOSE = 1.0, 0.8


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
