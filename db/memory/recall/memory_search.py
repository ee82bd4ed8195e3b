"""Which memories a person means by some words, where a wrong match would be worse than none (to forget it, to change it).

Pure.
"""

from collections.abc import Sequence

from agent.domain.memory import Memory
from db.memory.similarity import wording
from db.memory.terms import EXACT, all_terms, named_in

PREFIX_CHARS_MIN = 5
"""From so many letters on, a word also finds the longer ones that begin with it."""


def matching(search: str, memories: Sequence[Memory]) -> list[Memory]:
    """Those that hold all the words that say something, or the words as they stand; where there are none, the characters
    whom the words name. In the order given."""
    wanted = wording(search).content
    phrase = " ".join(search.casefold().split())
    found = [memory for memory in memories if _holds(memory, wanted, phrase)]
    if found:
        return found
    named = {
        match.memory.id
        for match in named_in(search, [m for m in memories if m.name])
        if match.closeness == EXACT
    }
    return [memory for memory in memories if memory.id in named]


def _holds(memory: Memory, wanted: frozenset[str], phrase: str) -> bool:
    held = " ".join((memory.name, *memory.aliases, memory.text))
    if phrase and phrase in " ".join(held.casefold().split()):
        return True
    said = frozenset(all_terms(held))
    return bool(wanted) and all(any(_akin(term, other) for other in said) for term in wanted)


def _akin(wanted: str, held: str) -> bool:
    return wanted == held or (len(wanted) >= PREFIX_CHARS_MIN and held.startswith(wanted))
