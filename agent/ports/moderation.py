"""Reports, blocks and the record of who did what. A `community` is a Place.jurisdiction. Whether somebody moderates one is asked of the
platform, and checked before the methods for moderators are called."""

from collections.abc import Sequence
from typing import Protocol

from agent.domain.conversation import Author, AuthorId, MessageId, Picture, Place, Turn
from agent.domain.moderation import Act, AuditEntry, Block, Decision, Filed, Report


class Reports(Protocol):
    """What members do."""

    async def place_of(self, turn: Turn, message: str) -> Place | None:
        """Where that message of the bot stands; None when it shows no pictures (any more), or not to this author."""
        ...

    async def file(self, turn: Turn, message: str, *, reason: str) -> Filed:
        """Once for a message and person; a later one only adds a reason that was missing. Raises OverBudget at
        OPEN_REPORTS_PER_PERSON_MAX and OPEN_REPORTS_PER_COMMUNITY_MAX."""
        ...

    async def latest(self, turn: Turn, *, limit: int) -> Sequence[Picture]:
        """Posted in the turn's channel for all who are there, one of each message, latest first."""
        ...


class ReportQueue(Protocol):
    """What moderators do."""

    async def places(self, author: AuthorId) -> Sequence[Place]:
        """A place in each community where this person spoke to the bot lately, at most COMMUNITIES_ASKED_MAX, those with reports first."""
        ...

    async def waiting(self, communities: Sequence[str]) -> Sequence[str]:
        """Ids of one report for each message that waits there, oldest first."""
        ...

    async def find(self, report: str) -> Report | None:
        """Also when it is decided; None when its message is gone."""
        ...

    async def decide(self, turn: Turn, report: str, decision: Decision) -> Sequence[MessageId] | None:
        """Closes all reports of that message. "removed": its pictures go from the store, and every message of the bot in that community
        that shows them says so instead: those that all can see are returned, to be changed on the platform. None when it was decided
        before, by another turn than this."""
        ...


class Blocks(Protocol):
    """People whom the bot does not answer. Kept under a keyed hash: a block outlives that its person had everything forgotten."""

    async def is_blocked(self, author: AuthorId, place: Place) -> bool: ...

    async def block(self, turn: Turn, person: Author, place: Place) -> None:
        """In the place's community. Their open turns and questions there end. Idempotent."""
        ...

    async def unblock(self, turn: Turn, block: str, communities: Sequence[str]) -> bool:
        """False when it is not there, or in none of these communities."""
        ...

    async def list(self, communities: Sequence[str], *, limit: int) -> Sequence[Block]:
        """Latest first."""
        ...


class AuditLog(Protocol):
    """Kept for 90 days."""

    async def record(self, turn: Turn, act: Act, detail: str) -> None:
        """In the turn's community, in its author's name, once for a turn, act and detail. `detail`: of what kind, never contents."""
        ...

    async def entries(self, communities: Sequence[str], *, limit: int) -> Sequence[AuditEntry]:
        """Latest first."""
        ...


class ModeratorRights(Protocol):
    """Who moderates, by the platform's word of this moment."""

    async def moderates(self, author: Author, place: Place) -> bool:
        """In the place's community, whatever place the person speaks from. Not known means no. Raises PlatformUnavailable."""
        ...


class Introductions(Protocol):
    """Who was told that they talk to an AI."""

    async def first(self, turn: Turn) -> bool:
        """Whether the reply to this turn is its author's first and is to say so: True for one turn of a person, however often it is
        asked. Raises StoreUnavailable."""
        ...
