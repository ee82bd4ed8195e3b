"""The door before Ingress: one update that always fails must stop neither the others nor itself from being done with."""

import logging
from collections import OrderedDict
from typing import Protocol

from adapters.telegram.inbound.ingress import update_id
from agent.errors import PlatformUnavailable, Unavailable

TRIES_MAX = 5
"""Tries to take in an update that fails through a defect of ours; then it is dropped, and its author told."""
RETRY_SECONDS = 1.0
TRIED_MAX = 1_000

logger = logging.getLogger(__name__)


class Offers(Protocol):
    async def offer(self, raw: object) -> None:
        """Raises Unavailable when the update could not be stored now."""
        ...

    async def apologise(self, raw: object) -> None:
        """Tell its author that an update was given up. Never raises."""
        ...


class Door:
    def __init__(self, inside: Offers) -> None:
        self._inside = inside
        self._tries: OrderedDict[object, int] = OrderedDict()

    async def offer(self, raw: object) -> None:
        """When it returns the update is stored, of no use, or given up. Raises Unavailable: to be offered again."""
        number = update_id(raw)
        try:
            await self._inside.offer(raw)
        except Unavailable as error:
            logger.warning(
                "an update could not be stored yet",
                extra={"action": "update_waits", "update_id": number, "why": str(error)[:200]},
            )
            raise
        except Exception as error:
            # The edge of one person's message: whatever is wrong with it must not stop everybody else's.
            logger.exception("an update failed", extra={"action": "update_failed", "update_id": number})
            if self._tried(number) < TRIES_MAX:
                raise PlatformUnavailable("an update failed", retry_after_seconds=RETRY_SECONDS) from error
            logger.error("an update was given up", extra={"action": "update_dead", "update_id": number})
            await self._inside.apologise(raw)
        self._tries.pop(number, None)

    def _tried(self, number: object) -> int:
        self._tries[number] = self._tries.get(number, 0) + 1
        if len(self._tries) > TRIED_MAX:
            self._tries.popitem(last=False)
        return self._tries.get(number, TRIES_MAX)
