"""The process's view of the work under way."""

import asyncio
import time

from agent.domain.conversation import MessageId, PlatformName, Reply
from bot.turns.incoming_events import EventKeys
from db.delivery.reply_store import ReplyStore
from db.turns.turn_store import TurnStore

LOOK_SECONDS = 0.02
"""How often the open turns are counted while someone waits for them: a primary-index query of a fraction of a millisecond."""


class StoredTurnStatus:
    """The `TurnStatus` of the process."""

    def __init__(self, turns: TurnStore, replies: ReplyStore, keys: EventKeys) -> None:
        self._turns = turns
        self._replies = replies
        self._keys = keys

    async def settled(self, platform: PlatformName, *, timeout_seconds: float) -> bool:
        until = time.monotonic() + timeout_seconds
        while await self._turns.open_count(platform):
            if time.monotonic() >= until:
                return False
            await asyncio.sleep(LOOK_SECONDS)
        return True

    async def replay(self, event_id: str, platform: PlatformName) -> tuple[MessageId, Reply] | None:
        return await self._replies.replay(platform, self._keys.of(platform, event_id))
