"""What every step of the planner hands on: the request with its words read, and a context in the making."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.builtin.planner.named_people import is_person
from agent.domain.conversation import Pressed, Said
from agent.domain.generation import Evidence, Gap, Reference, SlotName, Statement
from agent.domain.memory import Memory, MemoryKind
from agent.ports import PlanRequest
from agent.text.words import shares_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: the message without what it only states."""

    request: PlanRequest
    text: str
    language: str
    statements: tuple[Statement, ...] = ()
    ratio: str = ""
    """ "16:9", from another tool's flag."""
    excluded: tuple[str, ...] = ()
    """From another tool's negative prompt."""
    is_prompt: bool = False
    """Whatever it names is to be drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A context in the making."""

    slots: Mapping[SlotName, Evidence] = field(default_factory=dict[SlotName, Evidence])
    references: tuple[Reference, ...] = ()
    gaps: tuple[Gap, ...] = ()

    @property
    def has_somebody(self) -> bool:
        """Whether there is somebody or something to be seen."""
        return bool(self.slots.keys() & {"subject", "character"})


def attached(request: PlanRequest) -> tuple[str, ...]:
    """Pictures that came with the message, or that another person's replied-to message carries."""
    asked = request.turn.request
    own = asked.images if isinstance(asked, Said | Pressed) else ()
    replied = request.turn.replied
    others = replied.images if replied and not replied.pictures else ()
    return tuple(dict.fromkeys([*own, *others]))


def without_memories(request: PlanRequest, what: str, *kinds: MemoryKind) -> PlanRequest:
    """The request as it is planned without the memories that `what` names, all of them where it is empty; of these kinds, if any."""

    def holds(memory: Memory) -> bool:
        named = not what or shares_word(what, f"{memory.name} {memory.text}")
        return not (named and (not kinds or memory.kind in kinds))

    kept = replace(request.profile, memories=tuple(one for one in request.profile.memories if holds(one)))
    found = tuple(one for one in request.recollection.memories if holds(one.memory))
    return replace(request, profile=kept, recollection=replace(request.recollection, memories=found))


def known(request: PlanRequest, *kinds: str, with_people: bool = False) -> Sequence[Memory]:
    """Live memories of these kinds from profile and recollection, each once, narrowest scope first. `with_people`: also those who stand
    for people whom the platform names: they are meant by their names alone."""
    every = [*request.profile.memories, *(recalled.memory for recalled in request.recollection.memories)]
    listed = [memory for memory in every if with_people or not is_person(memory.id)]
    unique = {memory.id: memory for memory in listed if memory.kind in kinds and memory.valid_to is None}
    order = {"user": 0, "channel": 1, "community": 2}
    return sorted(unique.values(), key=lambda memory: order[memory.scope.kind])
