"""What members report, what moderators decide about it, and the record of who did what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agent.domain.conversation import Author, ImageId, MessageId, Place

Act = Literal[
    "changed", "forgot", "exported", "reported", "removed", "dismissed", "blocked", "unblocked",
    "linked", "unlinked",
]  # fmt: skip
Decision = Literal["removed", "dismissed"]
Filed = Literal["filed", "known", "gone"]
"""What became of a report: a new one, one that this person made before, or there is no such picture here (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A message with pictures that somebody reported, and that waits for a moderator."""

    id: str
    place: Place
    """Where the message stands: its moderators decide."""
    message: MessageId
    author: Author
    """Whose turn posted it, as the platform knew them then."""
    images: tuple[ImageId, ...]
    caption: str
    reporters: int
    reasons: tuple[str, ...]
    """In the words of those who reported it: data."""
    at: datetime
    """Of the first report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Somebody whom the bot does not answer in a community."""

    id: str
    name: str
    """"" once the person had everything forgotten."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the record: who did what, never with which words."""

    at: datetime
    act: Act
    actor: str
    """A name; "" once the person had everything forgotten."""
    detail: str = ""
    """Of what kind."""
    whom: str = ""
    """The name of whom it was done to, where it was done to somebody whose name is still known."""
