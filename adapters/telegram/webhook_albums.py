"""Albums that come through a webhook. Telegram sends the next update of a chat only once the last one is answered, so the items of
an album cannot wait for one another before the answer: each is put by in Postgres, answered, and offered from there."""

import asyncio
import json
import logging
from collections import OrderedDict

from adapters.telegram.albums import Sleep
from adapters.telegram.http.payload_defaults import as_json
from adapters.telegram.polling import Offer
from agent.domain.conversation import PlatformName
from agent.errors import StoreUnavailable, Unavailable
from agent.ports import PendingDeliveries

AGAIN_SECONDS = 2.0
"""Pause after an item could not be taken in."""
LOOK_SECONDS = 5.0
"""Between two looks for what another process, or this one before it was killed, left behind."""
LEFT_SECONDS = 10.0
"""Put by for longer than this, an item was left behind; what it is offered for is taken in once, whoever offers it."""
UNDER_WAY_MAX = 500
"""Items offered at once; those beyond wait for the next look."""

logger = logging.getLogger(__name__)


class MemoryPendingDeliveries:
    """A `PendingDeliveries` without a database; the oldest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def put(self, platform: PlatformName, key: str, payload: str) -> None:
        self._kept.setdefault((platform, key), payload)
        if len(self._kept) > UNDER_WAY_MAX:
            self._kept.popitem(last=False)

    async def drop(self, platform: PlatformName, key: str) -> None:
        self._kept.pop((platform, key), None)

    async def left(self, platform: PlatformName, *, older_than_seconds: float) -> list[tuple[str, str]]:
        """Whatever is there: a process that is alive knows what it has in hand."""
        return [(key, payload) for (of, key), payload in self._kept.items() if of == platform]


class Keeping:
    """Before the door of a webhook; `run` it for as long as it is offered anything."""

    def __init__(
        self, inside: Offer, pending_deliveries: PendingDeliveries, *, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._inside = inside
        self._pending_deliveries = pending_deliveries
        self._sleep = sleep
        self._under_way: dict[str, asyncio.Task[None]] = {}

    async def offer(self, raw: object) -> None:
        """When it returns the update is stored, put by, or of no use. Raises Unavailable."""
        key = _key(raw)
        if key is None:
            await self._inside(raw)
            return
        await self._pending_deliveries.put("telegram", key, json.dumps(raw))
        self._begin(key, raw)

    async def run(self) -> None:
        """Offers what was left behind, until cancelled."""
        try:
            while True:
                try:
                    for key, payload in await self._pending_deliveries.left(
                        "telegram", older_than_seconds=LEFT_SECONDS
                    ):
                        self._begin(key, json.loads(payload))
                except StoreUnavailable as error:
                    logger.warning("albums wait", extra={"action": "albums_wait", "why": str(error)[:200]})
                await self._sleep(LOOK_SECONDS)
        finally:
            tasks = [*self._under_way.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, key: str, raw: object) -> None:
        if key in self._under_way or len(self._under_way) >= UNDER_WAY_MAX:
            return
        task = asyncio.create_task(self._carry_on(key, raw), name="telegram-album")
        self._under_way[key] = task
        task.add_done_callback(lambda done: self._under_way.pop(key, None))

    async def _carry_on(self, key: str, raw: object) -> None:
        while True:
            try:
                await self._inside(raw)
                await self._pending_deliveries.drop("telegram", key)
                return
            except Unavailable:  # the door has told of it
                await self._sleep(AGAIN_SECONDS)


def _key(raw: object) -> str | None:
    """Of an item of an album; None for any other update."""
    update = as_json(raw) or {}
    message = as_json(update.get("message")) or {}
    if message.get("media_group_id") is None:
        return None
    return str(update.get("update_id"))[:100]
