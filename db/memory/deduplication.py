"""What a scope's memories come to when each is settled beside the earlier ones: duplicates merged, contradictions retired, the
least useful over the cap.

Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from agent.domain.memory import Memory, NewMemory
from agent.limits import MEMORIES_PER_SCOPE_MAX
from db.memory.recall.scope_index import Floats
from db.memory.reconciliation import Existing, merged, settle

NEAREST_MAX = 16
"""Earlier memories, nearest by vector, that each is compared with, beside those of its slot, its name and without a vector."""
HISTORY_PER_SCOPE_MAX = 2_000
"""Superseded memories kept of one scope."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    kept: tuple[Memory, ...]
    changed: tuple[Memory, ...] = ()
    """Of the kept ones, those with other words or pictures than before."""
    closed: tuple[tuple[Memory, str], ...] = ()
    """A memory that holds no more, and the id of the one in its place."""


def tidy(live: Sequence[Memory], vectors: Mapping[str, Floats]) -> Tidied:
    """`live` oldest first."""
    kept: dict[str, Memory] = {}
    closed: list[tuple[Memory, str]] = []
    changed: dict[str, Memory] = {}
    for memory in live:
        new = _told_again(memory)
        settled = settle(new, _beside(memory, list(kept.values()), vectors))
        into = memory
        if settled.known is not None:
            into = merged(settled.known, new)
            closed.append((memory, into.id))
            if into != settled.known:
                changed[into.id] = into
        kept[into.id] = into
        for old in settled.closes:
            closed.append((old, into.id))
            kept.pop(old.id, None)
            changed.pop(old.id, None)
    return Tidied(kept=tuple(kept.values()), changed=tuple(changed.values()), closed=tuple(closed))


def _told_again(memory: Memory) -> NewMemory:
    return NewMemory(
        scope=memory.scope, kind=memory.kind, text=memory.text, author=memory.author, name=memory.name,
        aliases=memory.aliases, images=memory.images, said_in_private=memory.said_in_private, origin=memory.origin,
        slot=memory.slot,
    )  # fmt: skip


def _beside(memory: Memory, earlier: Sequence[Memory], vectors: Mapping[str, Floats]) -> list[Existing]:
    """The earlier ones that it may be the same as, or take the place of."""
    vector = vectors.get(memory.id)
    if memory.kind == "character" or vector is None:
        return [Existing(memory=old, cosine=None) for old in earlier]
    with_vectors = [old for old in earlier if old.id in vectors and old.kind != "character"]
    found = [
        Existing(memory=old, cosine=None)
        for old in earlier
        if old.id not in vectors or (memory.slot and old.slot == memory.slot)
    ]
    if with_vectors:
        cosines = np.stack([vectors[old.id] for old in with_vectors]) @ vector
        order: list[int] = np.argsort(-cosines)[:NEAREST_MAX].tolist()
        nearest = [Existing(memory=with_vectors[i], cosine=float(cosines[i])) for i in order]
        near = {each.memory.id for each in nearest}
        found = [*nearest, *(each for each in found if each.memory.id not in near)]
    return found


def least_useful(live: Sequence[Memory], *, keep: int = MEMORIES_PER_SCOPE_MAX) -> list[Memory]:
    """What is over the cap: what was never asked for before what was, the unused before the used, the old before the new. Rules
    never go."""
    may_go = [memory for memory in live if memory.kind != "rule"]
    over = max(0, len(live) - keep)
    may_go.sort(key=lambda m: (m.origin != "distilled", m.kind == "character", m.uses, m.valid_from))
    return may_go[:over]
