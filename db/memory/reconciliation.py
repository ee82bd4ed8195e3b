"""What becomes of something to be remembered, beside what is remembered already: new, known, or in an older one's place.

Pure.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.domain.memory import Memory, NewMemory
from agent.domain.nicknames import ALIASES_MAX
from agent.learning.character_looks import worked_in
from agent.limits import MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX
from db.memory.memory_rows import content_hash, name_key
from db.memory.preference_slots import slot_of
from db.memory.similarity import Wording, same, takes_back, wording

ACCUMULATING_SLOTS = ("exclude", "references", "character", "subject")
"""Slots of which several preferences hold at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """A live memory of the scope, and how near the new one's vector is to it (None: not both are embedded)."""

    memory: Memory
    cosine: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """`known`: it is this one. `closes`: these hold no more. Neither: it is new."""

    known: Memory | None = None
    closes: tuple[Memory, ...] = ()


def with_slot(new: NewMemory) -> NewMemory:
    """With the slot derived from the text of a preference, where none is given."""
    if new.kind != "preference" or new.slot:
        return new
    return replace(new, slot=slot_of(new.text, wording(new.text)))


def settle(new: NewMemory, existing: Sequence[Existing]) -> Settled:
    """`new` has its slot. Characters go by their name; all else by what it says."""
    if new.kind == "character":
        return Settled(known=_namesake(new, [e.memory for e in existing]))
    said = wording(new.text)
    others = [(e, wording(e.memory.text)) for e in existing if _comparable(new, e.memory)]
    known = _equal(new, said, others)
    closes = tuple(
        e.memory
        for e, old in others
        if e.memory is not known and (_same_slot(new, said, e.memory, old) or takes_back(said, old))
    )
    # A rule of the moderators ends only when they take it away.
    return Settled(known=known, closes=() if new.kind == "rule" else closes)


def _comparable(new: NewMemory, old: Memory) -> bool:
    """A preference told as a fact is still the same thing told."""
    told = ("preference", "fact")
    return old.kind == new.kind or (old.kind in told and new.kind in told)


def _equal(new: NewMemory, said: Wording, others: Sequence[tuple[Existing, Wording]]) -> Memory | None:
    exact = content_hash(new.name, new.text)
    for e, _ in others:
        if e.memory.kind == new.kind and content_hash(e.memory.name, e.memory.text) == exact:
            return e.memory
    alike = [
        (e.cosine or 0.0, e.memory)
        for e, old in others
        if _compatible(new.slot, e.memory.slot) and same(said, old, e.cosine)
    ]
    return max(alike, key=lambda pair: pair[0])[1] if alike else None


def _compatible(one: str, other: str) -> bool:
    return not one or not other or one == other


def takes_the_place(new: Memory, old: Memory) -> bool:
    """Whether a preference that was told later ends an earlier one, as it would in one scope."""
    said, was = wording(new.text), wording(old.text)
    return _same_slot(new, said, old, was) or takes_back(said, was)


def _same_slot(new: NewMemory | Memory, said: Wording, old: Memory, was: Wording) -> bool:
    """One preference a slot. Two refusals ("no oil", "no noir") hold together; a refusal ends only what it refuses."""
    if not new.slot or new.slot != old.slot or new.slot in ACCUMULATING_SLOTS or new.kind != "preference":
        return False
    beside = _BESIDE.search(new.text) is not None
    return not said.negative and not was.negative and not beside


_BESIDE = re.compile(r"\b(?:also|too|as well|auch|también|aussi|também|anche|ook)\b", re.IGNORECASE)
""" "also prefers orange" stands beside what is liked already."""


def _namesake(new: NewMemory, existing: Sequence[Memory]) -> Memory | None:
    names = {name_key(name) for name in (new.name, *new.aliases) if name}
    for memory in existing:
        if memory.kind == "character" and names & {name_key(n) for n in (memory.name, *memory.aliases)}:
            return memory
    return None


def merged(known: Memory, new: NewMemory) -> Memory:
    """`known` with what the new wording adds. What was said in private never enters a memory that may be shown elsewhere;
    a memory said in private that is now said openly is open, in the open words."""
    images = tuple(dict.fromkeys((*known.images, *new.images)))[:REFERENCE_IMAGES_MAX]
    aliases = further_names(known.name, (*known.aliases, *new.aliases))
    if known.said_in_private and not new.said_in_private:
        return replace(known, text=new.text, said_in_private=False, images=images, aliases=aliases)
    if new.said_in_private and not known.said_in_private:
        return known
    if known.kind == "character":
        return replace(known, text=described(known.text, new.text), images=images, aliases=aliases)
    richer = len(wording(new.text).content) > len(wording(known.text).content)
    return replace(known, text=new.text if richer else known.text, images=images)


def further_names(name: str, others: Sequence[str]) -> tuple[str, ...]:
    """Each once, and none that is `name` itself."""
    taken = {name_key(name), ""}
    kept: list[str] = []
    for other in others:
        if name_key(other) not in taken:
            taken.add(name_key(other))
            kept.append(other.strip())
    return tuple(kept[:ALIASES_MAX])


def described(old: str, new: str) -> str:
    """A character's description with the new one worked in: what is told otherwise is replaced, a clause that says the same as
    well, and another is added."""
    changed, more = worked_in(old, new)
    clauses = [clause.strip() for clause in changed.split(";") if clause.strip()]
    said = wording(more)
    kept = [clause for clause in clauses if not _covers(said, wording(clause))]
    if not more or any(_covers(wording(clause), said) for clause in kept):
        return changed
    together = [*kept, more]
    while len("; ".join(together)) > MEMORY_CHARS_MAX and len(together) > 1:
        together.pop(0)
    return "; ".join(together)


def _covers(one: Wording, other: Wording) -> bool:
    return other.content <= one.content and one.negative == other.negative
