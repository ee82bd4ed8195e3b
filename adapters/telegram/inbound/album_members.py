"""Which items of an album were taken in together: what comes later, or is edited, belongs to that message."""

import hashlib
import json

from telegram import Message

from agent.ports import PlatformNotes

ITEMS_MAX = 50
"""Ids kept of one album; Telegram's have ten."""


class Gathered:
    def __init__(self, platform_notes: PlatformNotes) -> None:
        self._platform_notes = platform_notes

    async def items(self, item: Message) -> list[int]:
        """Ids of the messages of the item's album that were taken in, the first in front. Raises StoreUnavailable."""
        noted = await self._platform_notes.noted("telegram", _key(item))
        return [] if noted is None else json.loads(noted)

    async def note(self, item: Message, items: list[int]) -> None:
        """Raises StoreUnavailable."""
        await self._platform_notes.note("telegram", _key(item), json.dumps(sorted(items)[:ITEMS_MAX]))


def _key(item: Message) -> str:
    album = f"{item.chat_id}/{item.media_group_id}"
    return f"album/{hashlib.sha256(album.encode()).hexdigest()[:32]}"
