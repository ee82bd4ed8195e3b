"""What the fake store and desk of memory share, and the settings they go by."""

from dataclasses import dataclass, field
from datetime import datetime

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.generation import ImageData
from agent.domain.memory import AuthorSettings, Memory, MemoryScope, Reader
from agent.ports import Clock
from tests.fakes.clock import FakeClock
from tests.fakes.stores.settings import FakeSettings

EMPTY = frozenset(
    ("a", "an", "the", "my", "i", "is", "in", "on", "with", "and", "of", "to", "that", "like", "one")
)


def words_of(text: str) -> frozenset[str]:
    return frozenset(w.strip(".,!?:;'\"") for w in text.casefold().split()) - EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedPicture:
    image: ImageId
    caption: str
    author: str
    place: Place
    incognito: bool
    at: datetime


@dataclass
class FakeMemories(FakeSettings):
    """What the fake store and desk share, and the settings they go by."""

    clock: Clock = field(default_factory=FakeClock)
    rows: dict[str, Memory] = field(default_factory=dict[str, Memory])
    closed_by: dict[str, str] = field(default_factory=dict[str, str])
    images: dict[str, tuple[AuthorId, ImageData]] = field(
        default_factory=dict[str, tuple[AuthorId, ImageData]]
    )
    posted: list[PostedPicture] = field(default_factory=list[PostedPicture])
    full: dict[MemoryScope, int] = field(default_factory=dict[MemoryScope, int])
    """How many made room in a scope."""

    def hears_private(self, reader: Reader) -> bool:
        return reader.private or self.authors.get(reader.author, AuthorSettings()).private_in_public

    def live(self, scope: MemoryScope) -> list[Memory]:
        return [m for m in self.rows.values() if m.scope == scope and m.valid_to is None]

    def visible(self, reader: Reader, *, history: bool = False) -> list[Memory]:
        """Narrowest scope first, newest first within one."""
        found: list[Memory] = []
        for scope in reader.scopes():
            rows = [m for m in self.rows.values() if m.scope == scope and (history or m.valid_to is None)]
            rows = [
                m
                for m in rows
                if not m.said_in_private or (self.hears_private(reader) and m.author == reader.author)
            ]
            found += sorted(reversed(rows), key=lambda m: m.valid_from, reverse=True)
        return found

    def in_use(self, reader: Reader) -> list[Memory]:
        """What is visible and not switched off."""
        if not self.settings_of(reader.channel, reader.community).memory:
            return []
        own = self.authors.get(reader.author, AuthorSettings()).memory
        return [m for m in self.visible(reader) if own or m.scope.kind != "user"]
