"""Groups that became supergroups: they have a new number, and everything kept about them stays under the old one."""

from collections import OrderedDict

from agent.ports import PlatformNotes

CHATS_MAX = 10_000


class Moves:
    """`canonical` is the number that Place and memory know a chat by, `current` the one that Telegram takes."""

    def __init__(self, platform_notes: PlatformNotes) -> None:
        self._platform_notes = platform_notes
        self._current: OrderedDict[int, int] = OrderedDict()
        self._canonical: OrderedDict[int, int] = OrderedDict()

    async def learn(self, old: int, new: int) -> None:
        """Telegram said that `old` is now `new`. Raises StoreUnavailable."""
        first = await self.canonical(old)
        if first == new:
            return
        self._remember(first, new)
        await self._platform_notes.note("telegram", f"moved-from/{new}", str(first))
        await self._platform_notes.note("telegram", f"moved-to/{first}", str(new))

    async def canonical(self, chat: int) -> int:
        """Raises StoreUnavailable."""
        if chat > 0:
            return chat
        known = self._canonical.get(chat)
        if known is None:
            noted = await self._platform_notes.noted("telegram", f"moved-from/{chat}")
            known = chat if noted is None else int(noted)
            self._remember(known, chat)
        return known

    async def current(self, chat: int) -> int:
        """Raises StoreUnavailable."""
        if chat > 0:
            return chat
        known = self._current.get(chat)
        if known is None:
            noted = await self._platform_notes.noted("telegram", f"moved-to/{chat}")
            known = chat if noted is None else int(noted)
            self._remember(chat, known)
        return known

    def _remember(self, canonical: int, current: int) -> None:
        self._current[canonical] = current
        self._canonical[current] = canonical
        for cache in (self._current, self._canonical):
            if len(cache) > CHATS_MAX:
                cache.popitem(last=False)
