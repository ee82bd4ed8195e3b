"""Messages that one person writes back to back are one request."""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from adapters.discord.outbound.edit_pace import Sleep

JOIN_SECONDS = 2.0
"""A request is whole when its author has written nothing more for this long."""
MESSAGES_MAX = 10
"""Of one request."""
OPEN_MAX = 5_000
"""Requests being gathered at once; beyond it each message is a request of its own."""

T = TypeVar("T")


@dataclass(slots=True)
class _Open(Generic[T]):
    items: list[T] = field(default_factory=list[T])
    latest: int = 0


class Joining(Generic[T]):
    def __init__(self, *, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep
        self._open: dict[Hashable, _Open[T]] = {}

    def is_open(self, key: Hashable) -> bool:
        """Whether this person is in the middle of a request here."""
        return key in self._open

    def swap(self, key: Hashable, old: Callable[[T], bool], new: T) -> bool:
        """Puts `new` in the place of an item of the open request; False where there is none like it."""
        opened = self._open.get(key)
        for number, item in enumerate(opened.items if opened else ()):
            if opened is not None and old(item):
                opened.items[number] = new
                return True
        return False

    async def whole(self, key: Hashable, item: T) -> list[T] | None:
        """For the first message: all of the request, once it is whole. For each further one: None, at once."""
        known = self._open.get(key)
        if known is not None and len(known.items) < MESSAGES_MAX:
            known.items.append(item)
            known.latest += 1
            return None
        if known is not None or len(self._open) >= OPEN_MAX:
            return [item]
        opened = self._open[key] = _Open[T](items=[item])
        try:
            seen = -1
            while seen != opened.latest and len(opened.items) < MESSAGES_MAX:
                seen = opened.latest
                await self._sleep(JOIN_SECONDS)
        finally:
            del self._open[key]
        return opened.items
