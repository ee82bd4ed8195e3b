"""Albums as one message: gathered from their items, with what comes late or is edited."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

from telegram import Message

from adapters.telegram.albums import Albums
from adapters.telegram.inbound.album_members import Gathered
from adapters.telegram.inbound.message_parsing import Heard
from adapters.telegram.outbound.notices import Notices
from agent.domain.incoming import Accepted
from agent.translation.catalogue import N_, _

TOO_LATE = N_(
    "This picture of your album came after I had begun without it. "
    "Send it again with what it is for, or reply to my picture with it."
)


class Reads(Protocol):
    async def __call__(
        self, items: Sequence[Message], event_id: str, *, edited: bool = False
    ) -> Heard | None:
        """The message, if it is meant for the bot."""
        ...


class AlbumDesk:
    """`turn` is the lock that the messages of one chat are taken in under."""

    def __init__(
        self,
        albums: Albums,
        gathered: Gathered,
        notices: Notices,
        *,
        read: Reads,
        take_in: Callable[[Heard, Sequence[Message]], Awaitable[Accepted]],
        turn: Callable[[Message], asyncio.Lock],
    ) -> None:
        self._albums = albums
        self._gathered = gathered
        self._notices = notices
        self._read = read
        self._take_in = take_in
        self._turn = turn

    async def item(self, message: Message) -> None:
        """Raises Unavailable when the album could not be stored now."""
        others = self._albums.join(message)
        if others is not None:
            await asyncio.shield(others)
            return
        async with self._turn(message):
            await self._albums.gather(message, self._album)

    async def _album(self, items: list[Message]) -> None:
        """An album, or what comes of it when the rest is taken in."""
        before = await self._gathered.items(items[0])
        late = [item for item in items if before and item.message_id not in before]
        if len(late) < len(items) and (heard := await self._read(items, _album_event(items[0]))):
            await self._gathered.note(items[0], before or [item.message_id for item in items])
            accepted = await self._take_in(heard, items)
            if not accepted.duplicate:  # it was noted by a process that then ended
                late = []
                await self._gathered.note(items[0], [item.message_id for item in items])
        if late:
            await self._too_late(late, before)
            await self._gathered.note(items[0], [*before, *(item.message_id for item in late)])

    async def _too_late(self, late: list[Message], before: list[int]) -> None:
        """Words are not lost: they ask for what to do with the pictures that were there in time."""
        event = f"{_album_event(late[0])}:{late[0].message_id}"
        heard = await self._read(late, event) if any(item.caption for item in late) else None
        if heard is None:
            await self._notices.say(late[0], _(TOO_LATE))
            return
        message = heard.message
        if message.reply_to is None:
            heard = replace(heard, message=replace(message, reply_to=str(before[0])))
        await self._take_in(heard, late)

    async def edit(self, message: Message, *, event_id: str) -> None:
        """A new caption of one item is a new wording of the album."""
        async with self._turn(message):
            known = await self._gathered.items(message)
            heard = await self._read([message], event_id, edited=bool(known))
            if heard is not None and known:
                heard = replace(heard, message=replace(heard.message, message=str(known[0])))
            if heard is not None:
                await self._take_in(heard, [message])


def _album_event(item: Message) -> str:
    """Not an update's id: any part of the album that is delivered again is then known as this album."""
    return f"album:{item.chat_id}:{item.media_group_id}"
