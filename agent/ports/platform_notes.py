"""What a platform's adapter has kept for it: notes, deliveries under way, photographs posted, how far was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.domain.conversation import ImageId, PlatformName


class PlatformNotes(Protocol):
    """Small facts that a platform adapter must not forget over a restart: which parts of a reply that no edit can repeat are
    posted already, where a group moved to. Never what people wrote, nor who."""

    async def note(self, platform: PlatformName, key: str, value: str) -> None:
        """Overwrites. `key` at most 200, `value` at most 2,000 chars; kept for 90 days at least. Raises StoreUnavailable."""
        ...

    async def noted(self, platform: PlatformName, key: str) -> str | None:
        """What was noted last under this key. Raises StoreUnavailable."""
        ...


class PostedPhotos(Protocol):
    """What platforms call the pictures that they keep, so that one is shown again, also elsewhere, without being uploaded. It goes with the
    picture."""

    async def note(self, platform: PlatformName, image: ImageId, file: str) -> None:
        """Overwrites; of a picture that is gone nothing is noted. Raises StoreUnavailable."""
        ...

    async def of(self, platform: PlatformName, images: Sequence[ImageId]) -> Mapping[ImageId, str]:
        """Of those that the platform has. Raises StoreUnavailable."""
        ...


class PendingDeliveries(Protocol):
    """Deliveries that a platform was told we have, word for word, from that moment until they are taken in (seconds)."""

    async def put(self, platform: PlatformName, key: str, payload: str) -> None:
        """Kept as it first came. `key` at most 100 chars. Raises StoreUnavailable: do not acknowledge."""
        ...

    async def drop(self, platform: PlatformName, key: str) -> None:
        """Taken in. Gone already is fine. Raises StoreUnavailable."""
        ...

    async def left(self, platform: PlatformName, *, older_than_seconds: float) -> Sequence[tuple[str, str]]:
        """Key and payload of what has been there for longer, oldest first. Raises StoreUnavailable."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPosition:
    """How far a channel was read: every message up to this one was taken in, or was not for the bot."""

    channel: str
    """The platform's id of the channel or thread."""
    message: int
    """The platform's id of the message; later messages have greater ones. 0: the channel was empty."""
    community: str | None = None
    """None: a private chat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shards:
    """The part of a platform's communities that one process listens to: a community is of shard (id >> 22) % count, a private chat of
    shard 0 (Discord)."""

    numbers: tuple[int, ...]
    count: int


class ReadPositions(Protocol):
    """Where reading left off, for a platform that does not deliver again what was missed (Discord)."""

    async def load(self, platform: PlatformName, *, shards: Shards | None = None) -> Sequence[ReadPosition]:
        """Latest message first, at most WATERMARKS_MAX, and the latest of each community whatever there is besides; those of `shards`
        alone. Raises StoreUnavailable."""
        ...

    async def save(self, platform: PlatformName, marks: Sequence[ReadPosition]) -> None:
        """Keeps the greater message of each channel: a mark never moves back. Raises StoreUnavailable."""
        ...


class CallBudget(Protocol):
    """How often a platform is called by all processes that share a token."""

    async def take(self, name: str, *, per_second: float, burst: int) -> float:
        """Takes one call of the budget of that name. Seconds until it may go: at most `burst` go at once, and `per_second` after
        them. Raises StoreUnavailable."""
        ...
