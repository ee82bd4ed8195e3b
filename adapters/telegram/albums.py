"""Albums arrive as separate updates that share a media_group_id; this brings the items of one together."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from telegram import Message

ALBUM_WAIT_SECONDS = 1.2
"""An album is whole when nothing more of it has come for this long."""
ALBUM_ITEMS_MAX = 10

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Open:
    items: list[Message]
    latest_at: float
    stored: "asyncio.Future[None]" = field(default_factory=asyncio.Future[None])


class Albums:
    """The first item's caller waits for the rest and carries the album on; the other callers wait for its outcome. So none of
    the items is acknowledged before the whole album is stored."""

    def __init__(self, *, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._open: dict[Hashable, _Open] = {}

    def join(self, item: Message) -> "asyncio.Future[None] | None":
        """The future outcome of the open album that the item belongs to; None if the item opens it."""
        key = _key(item)
        album = self._open.get(key)
        if album is None:
            self._open[key] = _Open(items=[item], latest_at=self._clock())
            return None
        album.items.append(item)
        album.latest_at = self._clock()
        return album.stored

    async def gather(self, item: Message, store: Callable[[list[Message]], Awaitable[None]]) -> None:
        """By the opener: wait until the album is whole, then `store` its items, oldest first."""
        key = _key(item)
        album = self._open[key]
        try:
            while len(album.items) < ALBUM_ITEMS_MAX:
                rest = album.latest_at + ALBUM_WAIT_SECONDS - self._clock()
                if rest <= 0:
                    break
                await self._sleep(rest)
            del self._open[key]
            await store(sorted(album.items, key=lambda message: message.message_id))
        except asyncio.CancelledError:
            album.stored.cancel()
            raise
        except Exception as error:
            album.stored.set_exception(error)
            album.stored.exception()  # marked as seen: an album of one has nobody else waiting for it
            raise
        finally:
            if self._open.get(key) is album:
                del self._open[key]
        album.stored.set_result(None)


def _key(item: Message) -> Hashable:
    return item.chat_id, item.media_group_id
