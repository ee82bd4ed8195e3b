"""The board, its bus, and memory, in memory; enough to serve the web page without a database."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import uuid4

from agent.domain.conversation import Author, AuthorId, ImageId, MessageId, Place, PlatformName
from agent.domain.generation import ImageData
from agent.domain.memory import Memory, Reader
from agent.errors import NotFound, StoreUnavailable
from agent.ports import BoardEvent, BoardMessage
from db.memory.recall.periods import periods_in, without_periods
from db.memory.recall.picture_search import looked_for
from tests.fakes.clock import FakeClock
from tests.fakes.stores.memories import FakeMemories
from tests.fakes.stores.memory_desk import FakeMemoryDesk
from tests.patience import PATIENCE_SECONDS

HELD_MAX = 1_000


@dataclass(slots=True)
class Kept:
    """A message and who may see it; None: whoever may see its place."""

    message: BoardMessage
    only_for: AuthorId | None = None


class FakeBoard:
    """The `Board` and the `ChannelList`. `down` makes it fail as if Postgres were away."""

    def __init__(self) -> None:
        self.kept: dict[MessageId, Kept] = {}
        self.pictures: dict[ImageId, tuple[ImageData, AuthorId]] = {}
        self.read: list[str] = []
        """Pictures whose pixels were asked for."""
        self.seen: dict[AuthorId, Author] = {}
        self.down = False
        self.last = 0
        """Number of the newest message."""

    def add(self, message: BoardMessage, *, only_for: AuthorId | None = None) -> BoardMessage:
        """Stored under a new id, which says whether the bot wrote it."""
        self.last += 1
        stored = replace(message, id=MessageId(f"{'u' if message.author else 'b'}{self.last}"))
        owner = message.author.id if message.author else only_for
        self.kept[stored.id] = Kept(
            stored, only_for or (owner if message.place.private and message.author else None)
        )
        if message.author:
            self.seen.pop(message.author.id, None)
            self.seen[message.author.id] = message.author
        return stored

    def change(self, message: MessageId, *, only_for: AuthorId | None = None, **changes: object) -> None:
        kept = self.kept[message]
        kept.message = replace(kept.message, **changes)  # pyright: ignore[reportArgumentType] # fields by name
        kept.only_for = only_for or kept.only_for

    def remove(self, message: MessageId) -> None:
        self.kept.pop(message, None)

    def save(self, image: ImageData, *, owner: AuthorId) -> ImageId:
        name = ImageId(str(uuid4()))
        self.pictures[name] = (image, owner)
        return name

    async def page(
        self, place: Place, *, viewer: AuthorId, before: MessageId | None = None, limit: int = 50
    ) -> Sequence[BoardMessage]:
        self._check()
        found = [
            kept.message
            for kept in self.kept.values()
            if kept.message.place.channel_key == place.channel_key
            and place.thread in (None, kept.message.place.thread)
            and self._may_see(kept, viewer)
            and (before is None or int(kept.message.id[1:]) < int(before[1:]))
        ]
        return found[-limit:]

    async def message(self, message: str, *, viewer: AuthorId) -> BoardMessage:
        self._check()
        kept = self.kept.get(MessageId(message))
        if kept is None or not self._may_see(kept, viewer):
            raise NotFound("that message is not there any more")
        return kept.message

    async def search(
        self, place: Place, words: str, *, viewer: AuthorId, now: datetime, limit: int = 50
    ) -> Sequence[BoardMessage]:
        self._check()
        periods, terms = periods_in(words, now=now), looked_for(without_periods(words))
        found = [
            kept.message
            for kept in self.kept.values()
            if kept.message.place.channel_key == place.channel_key
            and self._may_see(kept, viewer)
            and (periods or terms)
            and all(term in kept.message.text.casefold() for term in terms)
            and (not periods or any(period.start <= kept.message.at < period.end for period in periods))
        ]
        return list(reversed(found))[:limit]

    async def others(self, place: Place, author: AuthorId, since: datetime) -> bool:
        self._check()
        return any(
            said.author is not None and said.author.id != author and said.at > since
            and kept.only_for is None and said.place.channel_key == place.channel_key
            and place.thread in (None, said.place.thread, said.id)
            for kept in self.kept.values()
            for said in (kept.message,)
        )  # fmt: skip

    async def image(self, image: str, *, viewer: AuthorId) -> ImageData:
        self._check()
        self.read.append(image)
        return self._seen(image, viewer)

    async def may_see(self, image: str, *, viewer: AuthorId) -> None:
        self._check()
        self._seen(image, viewer)

    def _seen(self, image: str, viewer: AuthorId) -> ImageData:
        found = self.pictures.get(ImageId(image))
        shown = any(
            image in (*kept.message.images, *(kept.message.reply.images if kept.message.reply else ()))
            for kept in self.kept.values()
            if self._may_see(kept, viewer)
        )
        if found is None or not (shown or found[1] == viewer):
            raise NotFound("there is no such picture")
        return found[0]

    async def people(self, platform: PlatformName) -> Sequence[Author]:
        self._check()
        found = [person for person in self.seen.values() if person.id.startswith(f"{platform}:")]
        return list(reversed(found))[:50]

    async def channels(self, platform: PlatformName, community: str) -> Sequence[str]:
        self._check()
        shared = [kept.message.place for kept in self.kept.values() if not kept.message.place.private]
        return list(dict.fromkeys(place.channel for place in shared if place.community == community))

    def _check(self) -> None:
        if self.down:
            raise StoreUnavailable("the database is away")

    def _may_see(self, kept: Kept, viewer: AuthorId) -> bool:
        message = kept.message
        if message.place.private and viewer not in (message.asker, message.author and message.author.id):
            return False
        return kept.only_for in (None, viewer)


class FakeBus:
    """The `Bus` within one process."""

    def __init__(self) -> None:
        self.published: list[BoardEvent] = []
        self._subscribers: set[asyncio.Queue[BoardEvent | None]] = set()
        self._left = asyncio.Event()

    @property
    def listening(self) -> int:
        return len(self._subscribers)

    async def publish(self, event: BoardEvent) -> None:
        self.published.append(event)
        for events in self._subscribers:
            if events.full():
                events.get_nowait()
            events.put_nowait(event)

    async def deserted(self) -> None:
        """Until nobody listens."""
        while self._subscribers:
            self._left.clear()
            await asyncio.wait_for(self._left.wait(), timeout=PATIENCE_SECONDS)

    async def end(self) -> None:
        """As if it could not go on: every subscription ends."""
        for events in self._subscribers:
            events.put_nowait(None)

    def subscribe(self) -> AbstractAsyncContextManager[AsyncIterator[BoardEvent]]:
        return self._subscription()

    @asynccontextmanager
    async def _subscription(self) -> AsyncGenerator[AsyncIterator[BoardEvent]]:
        events: asyncio.Queue[BoardEvent | None] = asyncio.Queue(HELD_MAX)
        self._subscribers.add(events)
        try:
            yield _each(events)
        finally:
            self._subscribers.discard(events)
            self._left.set()


async def _each(events: asyncio.Queue[BoardEvent | None]) -> AsyncGenerator[BoardEvent]:
    while (event := await events.get()) is not None:
        yield event


class FakeDesk(FakeMemoryDesk):
    """The `MemoryDesk` of the memory contract, with what a page's test wants to put in and see."""

    def __init__(self) -> None:
        self._kept = FakeMemories(clock=FakeClock())
        super().__init__(self._kept)
        self.gone: list[AuthorId] = []
        """Who asked to be forgotten whole."""
        self.when_gone: Callable[[AuthorId], None] = lambda author: None
        """What else goes with them."""

    @property
    def memories(self) -> dict[str, Memory]:
        return self._kept.rows

    def add(self, memory: Memory) -> None:
        self._kept.rows[memory.id] = memory

    async def forget_everything(self, reader: Reader, *, everywhere: bool = False) -> int:
        self.gone.append(AuthorId(reader.author))
        self.when_gone(AuthorId(reader.author))
        return await super().forget_everything(reader, everywhere=everywhere)


def said(text: str, *, author: Author, place: Place, **more: object) -> BoardMessage:
    """A person's message, to be added."""
    fields: dict[str, object] = {
        "id": MessageId(""), "place": place, "author": author, "text": text, "at": datetime.now(UTC), **more,
    }  # fmt: skip
    return BoardMessage(**fields)  # pyright: ignore[reportArgumentType] # fields by name
