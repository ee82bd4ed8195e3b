"""A request for a picture, before it is filled in, and the draft that it grows into."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agent.domain.generation import Evidence, Gap, Reference, SlotName, Statement
from agent.ports import PlanRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: the message without what it only states."""

    request: PlanRequest
    text: str
    language: str
    statements: tuple[Statement, ...] = ()


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
