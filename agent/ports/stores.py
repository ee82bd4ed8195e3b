"""What is kept: pictures, memory, settings, schedules, open questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agent.domain.conversation import AuthorId, ImageId, Picture, Place, Turn, TurnId
from agent.domain.generation import ImageData
from agent.domain.memory import (
    AuthorSettings,
    ChannelSettings,
    Memory,
    MemoryId,
    MemoryScope,
    NewMemory,
    Profile,
    Reader,
    Recollection,
    Remembered,
    ScopeKind,
)
from agent.domain.questions import PendingQuestion
from agent.domain.recurrence import Recurrence, Wish
from agent.domain.taste_signals import Batch
from agent.ports.models import Usage


class ImageStore(Protocol):
    """Pixels, by content: the same bytes of the same owner are kept once."""

    async def save(self, image: ImageData, *, owner: AuthorId, caption: str = "") -> ImageId: ...

    async def load(self, image: str) -> ImageData:
        """The picture's own file. Raises NotFound."""
        ...

    async def shown(self, image: str) -> ImageData:
        """What platforms show of it: its own file where they can. Raises NotFound."""
        ...

    async def drop(self, image: str) -> None:
        """Pixels that must not be kept and that no message shows. Gone already is fine."""
        ...


class MemoryStore(Protocol):
    """What the core does with memory on the way. Scope is checked in SQL against the Reader."""

    async def remember(self, new: NewMemory) -> Remembered:
        """Merges near-duplicates, supersedes what it contradicts. Raises StoreUnavailable; NotAllowed where memory is switched off."""
        ...

    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        """Live memories and pictures in the reader's scopes, best first; one round trip beside the query's embedding."""
        ...

    async def profile(self, reader: Reader) -> Profile:
        """What stands for this reader; a place's rules also where memory is switched off."""
        ...

    async def used(self, memories: Sequence[MemoryId]) -> None:
        """Count a use: a tie-breaker in recall, and what consolidation keeps."""
        ...


class MemoryDesk(Protocol):
    """Control over memory: what /memory, the panel and the buttons do. Everything is checked against the Reader in SQL."""

    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        """Newest first. `history` includes what was superseded."""
        ...

    async def made_room(self, reader: Reader) -> Mapping[ScopeKind, int]:
        """Of the reader's scopes that once were full: how many of the least useful memories went for newer ones."""
        ...

    async def edit(
        self,
        reader: Reader,
        memory: str,
        *,
        text: str | None = None,
        name: str | None = None,
        aliases: Sequence[str] | None = None,
        may_manage: bool = False,
    ) -> Memory:
        """What is None stays. Raises NotFound when it is neither the reader's own (user scope) nor, if `may_manage`, a shared one in the
        reader's scopes; BadInput when it is empty, too long, the same as another one, or named like another character there."""
        ...

    async def forget(
        self, reader: Reader, memories: Sequence[str], *, may_manage: bool = False, revive: bool = False
    ) -> int:
        """Hard delete, cascading to embeddings, derived rows, what they had superseded, images nobody else uses, and everything that
        quotes them; returns how many went. Own user-scope memories, or shared ones in the reader's scopes if `may_manage`.
        `revive` (Undo): what they had superseded holds again."""
        ...

    async def forget_everything(self, reader: Reader) -> int:
        """All that is kept of this person on this platform: memories, pictures, messages, turns, traces, settings."""
        ...

    async def export(self, reader: Reader) -> bytes:
        """A zip (JSON and images) of everything about the author."""
        ...

    async def add_image(
        self, reader: Reader, memory: str, image: ImageId, *, may_manage: bool = False
    ) -> Memory:
        """A further reference picture of a character of the reader's own, or of a shared one if `may_manage`. Raises NotFound (memory or
        picture not there, or not theirs), BadInput (too many)."""
        ...


class PassiveLearning(Protocol):
    """What a turn does about learning in passing. The core asks it only where memory is on; scheduled turns count for nothing."""

    async def may_ask(self, turn: Turn) -> bool:
        """Whether this turn may ask its author for consent: True at most once in CONSENT_ASKED_EVERY, and again for the same turn."""
        ...

    async def notice(self, turn: Turn) -> None:
        """The turn's words and choices may be learnt from, once it is over. Its author said yes. Idempotent."""
        ...

    async def untold(self, turn: Turn, *, limit: int) -> Sequence[Memory]:
        """What was distilled from this author's turns and not told yet, oldest first: it counts as told by this turn. What was said in
        private only where the turn is."""
        ...


class NoticedTurns(Protocol):
    """The turns that wait to be distilled."""

    async def take(self) -> Sequence[Batch]:
        """At most BATCHES_PER_RUN_MAX batches that are ripe, taken for a while: another worker does not get them. What may not be
        learnt from any more (consent or memory switched off since) is dropped."""
        ...

    async def learnt(self, batch: Batch, preferences: Sequence[str], usage: Usage) -> int:
        """Stores what was found, to be told, and lets the turns go, in one transaction; how many memories are new. Nothing is stored
        where a turn of the batch is gone or learning was switched off meanwhile, or where the person said otherwise in so many words."""
        ...

    async def failed(self, batch: Batch, *, cost_usd: float) -> None:
        """The distilling failed, at that cost."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """A picture that is drawn by the clock."""

    id: str
    author: AuthorId
    text: str
    when: Recurrence
    next_at: datetime | None
    """None: never again."""
    paused: bool = False


class ScheduleStore(Protocol):
    """Scheduled pictures of a channel. A person changes their own; whoever `may_manage`, all of the channel's."""

    async def add(self, turn: Turn, wish: Wish, *, next_at: datetime) -> Scheduled:
        """In the turn's place, in its author's name. Raises OverBudget when the author has as many as one may have."""
        ...

    async def list(self, turn: Turn) -> Sequence[Scheduled]:
        """Oldest first: the author's own in this channel; all of the channel's for who may manage it."""
        ...

    async def pause(self, turn: Turn, scheduled: str, *, paused: bool, next_at: datetime | None) -> bool:
        """False when it is not there, or not this author's to change."""
        ...

    async def delete(self, turn: Turn, scheduled: str) -> bool: ...


class SettingsStore(Protocol):
    async def author(self, author: AuthorId) -> AuthorSettings: ...

    async def save_author(self, author: AuthorId, settings: AuthorSettings) -> None: ...

    async def note_language(self, author: AuthorId, *, wrote: str = "", platform: str = "") -> None:
        """Keeps `AuthorSettings.wrote` or `platform_language`, and touches nothing that the person chose, also not at the same time."""
        ...

    async def channel(self, place: Place) -> ChannelSettings:
        """The channel's, else its community's, else the defaults."""
        ...

    async def save_channel(self, scope: MemoryScope, settings: ChannelSettings) -> None: ...


class ThreadStore(Protocol):
    """The conversation as the core sees it."""

    async def pending(self, turn: Turn) -> PendingQuestion | None:
        """The open question of this conversation for this author (or by its message), whether or not its time is over."""
        ...

    async def pending_of(self, question_of: TurnId) -> PendingQuestion | None:
        """The open question of that turn."""
        ...

    async def close(self, question_of: TurnId) -> bool:
        """Closes an open question and uses up its buttons; False when it was closed already."""
        ...

    async def last_picture(self, turn: Turn) -> Picture | None:
        """The picture the running exchange is about: the author's own latest here, else the latest in this conversation."""
        ...

    async def pictures(self, images: Sequence[str]) -> Sequence[Picture]:
        """Records of posted pictures by ImageId, in no order; unknown ones are left out."""
        ...
