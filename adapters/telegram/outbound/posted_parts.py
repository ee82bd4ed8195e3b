"""The parts of a reply that cannot be posted by an edit: each is noted when it is posted, so that a repeated delivery, by this
process or another, posts it no second time. Between posting and noting lies the one window that Telegram leaves open."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from adapters.telegram.memory_platform_notes import message_key
from agent.ports import PlatformNotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One picture of an album of ours."""

    message: str
    """Telegram's id of the message with the album's words and buttons."""
    position: int


class PostedParts:
    """Of one reply; `nonce` is the same for every try at it."""

    def __init__(self, platform_notes: PlatformNotes, nonce: str) -> None:
        self._platform_notes = platform_notes
        self._nonce = nonce

    async def known(self, name: str) -> list[int]:
        """Telegram's ids of the messages of a part that is posted; empty: it is not."""
        noted = await self._platform_notes.noted("telegram", f"part/{self._nonce}/{name}")
        return [] if noted is None else json.loads(noted)

    async def once(self, name: str, post: Callable[[], Awaitable[Sequence[int]]]) -> list[int]:
        """The ids of the part, posted now if it was not."""
        known = await self.known(name)
        if known:
            return known
        posted = [*await post()]
        await self._platform_notes.note("telegram", f"part/{self._nonce}/{name}", json.dumps(posted))
        return posted


async def note_items(platform_notes: PlatformNotes, chat: int, items: Sequence[int], message: int) -> None:
    """These messages are the pictures, in order, that belong to `message`."""
    for position, item in enumerate(items):
        await platform_notes.note("telegram", message_key("item", chat, item), f"{message}/{position}")


async def find_item(platform_notes: PlatformNotes, chat: int, item: int) -> Item | None:
    noted = await platform_notes.noted("telegram", message_key("item", chat, item))
    if noted is None:
        return None
    message, _, position = noted.partition("/")
    return Item(message=message, position=int(position))


async def note_topic(platform_notes: PlatformNotes, chat: int, message: int, topic: int) -> None:
    """Where a message of ours stands: of a button under a message that is too old, Telegram tells the chat and no more."""
    await platform_notes.note("telegram", message_key("topic", chat, message), str(topic))


async def find_topic(platform_notes: PlatformNotes, chat: int, message: int) -> str | None:
    return await platform_notes.noted("telegram", message_key("topic", chat, message))
