"""The turn status of a process that has nothing to do, unless a test says so."""

import asyncio
from dataclasses import dataclass, field

from agent.domain.conversation import MessageId, PlatformName, Reply


@dataclass(slots=True)
class FakeTurnStatus:
    """`busy` holds `settled` up until `rest` is called."""

    replies: dict[str, tuple[MessageId, Reply]] = field(default_factory=dict[str, tuple[MessageId, Reply]])
    """Event id to the delivered reply."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Somebody waits for it to be settled."""
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._idle.set()

    def busy(self) -> None:
        self._idle.clear()

    def rest(self) -> None:
        self._idle.set()

    async def settled(self, platform: PlatformName, *, timeout_seconds: float) -> bool:
        self.asked.set()
        await self._idle.wait()
        return True

    async def replay(self, event_id: str, platform: PlatformName) -> tuple[MessageId, Reply] | None:
        return self.replies.get(event_id)
