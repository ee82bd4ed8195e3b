"""What the memory contracts stand on: both ports over the same memories, and ways to bring pictures and settings about."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from agent.domain.conversation import AuthorId, ImageId, Place
from agent.domain.generation import ImageData
from agent.domain.memory import (
    AuthorSettings,
    ChannelSettings,
    MemoryKind,
    MemoryScope,
    NewMemory,
    Reader,
    Remembered,
)
from agent.ports import MemoryDesk, MemoryStore, SettingsStore
from agent.turn_context import reader_of
from tests.fakes.clock import FakeClock

ANA, BOB = AuthorId("discord:ana"), AuthorId("discord:bob")
ART = Place(platform="discord", community="guild", channel="art")
MUSIC = Place(platform="discord", community="guild", channel="music")
ELSEWHERE = Place(platform="discord", community="other", channel="art")


def direct(author: AuthorId) -> Place:
    """The private place of one person."""
    return Place(platform="discord", channel=f"dm-{author}", private=True)


def pixels(name: str) -> ImageData:
    """Bytes that are this picture's alone."""
    return ImageData(data=f"pixels of {name}".encode() * 20, media_type="image/png", width=8, height=8)


class MemoryHouse(Protocol):
    clock: FakeClock
    """Moves on by itself at every look."""
    store: MemoryStore
    desk: MemoryDesk
    settings: SettingsStore

    async def save_image(self, image: ImageData, *, owner: AuthorId) -> ImageId: ...

    async def has_image(self, image: str) -> bool: ...

    async def makes_room(self, scope: MemoryScope, count: int) -> None:
        """The scope was full, and so many went."""
        ...

    async def post(
        self, caption: str, image: ImageData, *, by: AuthorId, place: Place, incognito: bool = False
    ) -> ImageId:
        """A picture posted by the bot, at the clock's time."""
        ...


async def tell(
    house: MemoryHouse,
    text: str,
    *,
    by: AuthorId = ANA,
    at: Place = ART,
    scope: str = "user",
    kind: MemoryKind = "preference",
    name: str = "",
    slot: str = "",
    images: Sequence[str] = (),
) -> Remembered:
    """Someone has something remembered, as the core would store it."""
    into = next(s for s in reader_of(by, at).scopes() if s.kind == scope)
    return await house.store.remember(
        NewMemory(
            scope=into, kind=kind, text=text, author=by, name=name, slot=slot, images=tuple(images),
            said_in_private=at.private,
        )
    )  # fmt: skip


async def recalled(house: MemoryHouse, reader: Reader, text: str, *, limit: int = 12) -> list[str]:
    """The sentences recalled, best first."""
    found = await house.store.recall(reader, text, limit=limit)
    return [each.memory.sentence() for each in found.memories]


async def switch_memory(
    house: MemoryHouse, *, author: AuthorId | None = None, scope: MemoryScope | None = None, on: bool
) -> None:
    if author is not None:
        await house.settings.save_author(author, replace(AuthorSettings(), memory=on))
    if scope is not None:
        await house.settings.save_channel(scope, replace(ChannelSettings(), memory=on))
