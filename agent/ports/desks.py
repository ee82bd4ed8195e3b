"""What moderators and operators look at: sums, states and settings, never what people said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from agent.domain.conversation import Author
from agent.domain.memory import ChannelSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class DayInChannel:
    """What was drawn and spent in one channel on one day (UTC)."""

    day: date
    channel: str
    """Place.channel_key."""
    pictures: int
    usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """What one image model drew; of one community in the days asked for."""

    name: str
    pictures: int
    usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityOverview:
    settings: Mapping[str, ChannelSettings]
    """By Place.channel_key; "": what holds in channels without settings of their own. Only where somebody chose something."""
    rules: Mapping[str, Sequence[str]]
    """Rules, house styles and style boards by Place.channel_key, "" for the whole community: in the words in which moderators set them."""
    spending: Sequence[DayInChannel]
    """The latest day first."""
    models: Sequence[ModelUse]
    scheduled: Mapping[str, int]
    """Pictures drawn by the clock, by Place.channel_key; without those that pause."""


class CommunityDesk(Protocol):
    """For moderators of the community; whether somebody is one is checked before."""

    async def overview(self, community: str, *, days: int) -> CommunityOverview:
        """`community`: Place.community_key. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number, and what it is, in plain words."""

    name: str
    what: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A turn that failed."""

    turn: str
    platform: str
    at: datetime
    step: str
    """The last step that it noted; "" where it noted none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOverview:
    figures: Sequence[Figure]
    providers: Mapping[str, str]
    """Name of a provider to the state of its breaker: closed, open, half open."""
    chores: Mapping[str, float]
    """Seconds since each last did all it had to."""
    tables: Mapping[str, int]
    """Bytes, the largest first."""
    disk_free: int | None
    """Bytes where the embedded database lies; None: the database is elsewhere."""
    versions: Mapping[str, str]
    usd_today: float
    usd_limit: float
    """Of a day; 0: none."""
    paused: bool
    """No turn is begun, on any machine."""
    under_way: int
    """Turns that are worked on, and replies that no platform has taken yet: 0 while paused, and all is drained."""
    troubles: Sequence[Trouble]
    """The latest first."""


class OperatorDesk(Protocol):
    """For who runs the bot."""

    async def overview(self) -> OperatorOverview:
        """Raises StoreUnavailable."""
        ...

    async def story(self, start: str) -> Sequence[str]:
        """The turn whose id begins so, a line a step: times, facts, money; what was asked and the prompts only where the operator may see
        contents. Raises NotFound, StoreUnavailable."""
        ...

    async def pause(self, *, paused: bool) -> None:
        """From now on no turn is begun, on any machine; or they are begun again. Idempotent. Raises StoreUnavailable."""
        ...

    async def forget_community(self, community: str, *, by: Author) -> None:
        """All that is kept of it (`Place.community_key`) goes in the background. Idempotent. Raises StoreUnavailable."""
        ...
