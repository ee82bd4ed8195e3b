"""What holds of a person who told different things to different accounts of theirs: the newest word. Rows stay where they were told.

Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from agent.domain.memory import Memory, MemoryId
from db.memory.memory_rows import content_hash
from db.memory.reconciliation import takes_the_place


def outdated(memories: Iterable[Memory]) -> frozenset[MemoryId]:
    """Preferences in one account's scope that another account's later one takes the place of, or says again."""
    by_slot: defaultdict[str, list[Memory]] = defaultdict(list)
    by_words: defaultdict[bytes, list[Memory]] = defaultdict(list)
    for memory in memories:
        if memory.scope.kind == "user" and memory.kind == "preference":
            by_words[content_hash(memory.name, memory.text)].append(memory)
            if memory.slot:
                by_slot[memory.slot].append(memory)
    repeated = (old.id for told in by_words.values() for _, old in _later_elsewhere(told))
    replaced = (
        old.id
        for told in by_slot.values()
        for new, old in _later_elsewhere(told)
        if takes_the_place(new, old)
    )
    return frozenset((*repeated, *replaced))


def _later_elsewhere(told: Sequence[Memory]) -> Iterable[tuple[Memory, Memory]]:
    """Pairs of a later memory and an earlier one of another account."""
    if len({memory.scope for memory in told}) < 2:
        return
    ordered = sorted(told, key=lambda memory: (memory.valid_from, memory.id))
    for place, old in enumerate(ordered):
        for new in ordered[place + 1 :]:
            if new.scope != old.scope:
                yield new, old
