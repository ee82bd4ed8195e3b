"""What people keep of themselves and of styles, and what they allowed, in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from agent.domain.conversation import AuthorId, MessageId, Place, Turn, TurnId
from agent.domain.images import ImageData
from agent.domain.memory import (
    Album,
)
from agent.domain.people import (
    Consent,
)
from agent.ports import Clock
from tests.fakes.clock import FakeClock


@dataclass(slots=True, kw_only=True)
class Question:
    """What somebody was asked by a turn."""

    turn: Turn
    owner: AuthorId
    answer: Consent | None = None
    answered_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Drawing:
    """A picture that the bot drew and showed."""

    place: Place
    caption: str = ""
    drawn_for: str = ""
    message: MessageId
    shows: set[AuthorId] = field(default_factory=set[AuthorId])


@dataclass(slots=True)
class FakePeople:
    """What both ports know."""

    clock: Clock = field(default_factory=FakeClock)
    pictures: dict[str, tuple[AuthorId, ImageData]] = field(
        default_factory=dict[str, tuple[AuthorId, ImageData]]
    )
    """By ImageId: who brought it, and its pixels."""
    drawings: dict[str, Drawing] = field(default_factory=dict[str, Drawing])
    albums: dict[str, Album] = field(default_factory=dict[str, Album])
    memory_off: set[str] = field(default_factory=set[str])
    grants: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """Who allowed it, and the key of the channel or community."""
    said: set[str] = field(default_factory=set[str])
    """Who ever said whom they allow it."""
    asks: set[str] = field(default_factory=set[str])
    questions: list[Question] = field(default_factory=list[Question])
    open: set[TurnId] = field(default_factory=set[TurnId])
    """Turns that still wait for an answer."""

    def me(self, owner: str) -> Album | None:
        kept = (one for one in self.albums.values() if one.kind == "me" and one.scope.key == owner)
        return None if owner in self.memory_off else next(kept, None)
