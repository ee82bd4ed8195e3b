"""Long polling that confirms an update only once it is stored. The library's own updater confirms what it holds in memory
only; a kill would lose those turns."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.ingress import update_id
from adapters.telegram.troubles import wait_seconds
from agent.errors import Misconfigured, Unavailable

POLL_SECONDS = 25
"""How long Telegram holds a request open while there is nothing new."""
BUSY_SECONDS = 0.3
"""While something is still being stored (an album waits for its parts), how long until Telegram is asked again."""
IDLE_SECONDS = 0.1
BACKOFF_SECONDS_MAX = 30.0
TRIES_MAX = 5
"""Tries to store an update that fails for a reason of its own; then it is dropped, so that it holds up nobody else."""
STORED_MAX = 10_000
"""Ids remembered as stored, so that what Telegram repeats until the confirmation is not offered again."""

Offer = Callable[[object], Awaitable[None]]
logger = logging.getLogger(__name__)


class Source(Protocol):
    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        """Raw updates from `offset` on, in order; asking with an offset confirms all below it. Raises TelegramError."""
        ...


class Polling:
    """`offer` stores one update; see Ingress."""

    def __init__(self, source: Source, offer: Offer, *, sleep: Sleep = asyncio.sleep) -> None:
        self._source = source
        self._offer = offer
        self._sleep = sleep
        self._storing: dict[int, asyncio.Task[bool]] = {}
        self._stored: OrderedDict[int, None] = OrderedDict()
        self._tries: dict[int, int] = {}
        self._waiting: dict[int, object] = {}
        self._latest = 0
        self._offset: int | None = None

    async def run(self) -> None:
        """Until cancelled. Raises Misconfigured when Telegram does not know the token."""
        failures = 0
        refused: InvalidToken | None = None
        async with asyncio.TaskGroup() as tasks:
            while refused is None:
                try:
                    wait = 0 if self._waiting else POLL_SECONDS
                    found = await self._source.updates(self._offset, timeout_seconds=wait)
                except InvalidToken as error:
                    refused = error
                except TelegramError as error:
                    failures += 1
                    await self._sleep(_pause(error, failures))
                else:
                    failures = 0
                    self._take(found)
                    await self._store(tasks)
        raise Misconfigured("TELEGRAM_TOKEN", "Telegram does not know this token") from refused

    def _take(self, found: list[object]) -> None:
        """Remember what is new. The offset stays, so that what is not stored yet comes again after a crash."""
        numbers: list[int] = []
        for raw in found:
            number = update_id(raw)
            if number is None:
                logger.warning("an update without an id was ignored", extra={"action": "update_ignored"})
                continue
            numbers.append(number)
            if number not in self._stored:
                self._waiting.setdefault(number, raw)
        if numbers:
            self._latest = max(numbers)
            self._move()

    async def _store(self, tasks: asyncio.TaskGroup) -> None:
        """Start what is not started, give it a moment, and move the offset over what is done."""
        for number in sorted(self._waiting):
            if number not in self._storing:
                self._storing[number] = tasks.create_task(self._attempt(number, self._waiting[number]))
        if self._storing:
            await asyncio.wait(self._storing.values(), timeout=BUSY_SECONDS)
        else:  # nothing new: a server that does not hold the request open is not asked without a pause
            await self._sleep(IDLE_SECONDS)
        failed = False
        for number in [number for number, task in self._storing.items() if task.done()]:
            if self._storing.pop(number).result():
                self._finish(number)
            else:
                failed = True
        if failed:
            await self._sleep(1.0)

    def _finish(self, number: int) -> None:
        del self._waiting[number]
        self._tries.pop(number, None)
        self._stored[number] = None
        if len(self._stored) > STORED_MAX:
            self._stored.popitem(last=False)
        self._move()

    def _move(self) -> None:
        """To the first that is not stored, else behind the latest. Ids may start anew after a quiet week, even lower."""
        self._offset = min(self._waiting, default=self._latest + 1)

    async def _attempt(self, number: int, raw: object) -> bool:
        """Whether the update is done with."""
        try:
            await self._offer(raw)
        except Unavailable as error:
            logger.warning(
                "an update could not be stored yet",
                extra={"action": "update_waits", "error": str(error)[:200]},
            )
            return False
        except Exception:
            # The edge of one person's message: whatever is wrong with it must not stop everybody else's.
            self._tries[number] = self._tries.get(number, 0) + 1
            logger.exception("an update failed", extra={"action": "update_failed", "update_id": number})
            return self._tries[number] >= TRIES_MAX
        return True


def _pause(error: TelegramError, failures: int) -> float:
    """Seconds to wait after a failed poll."""
    if isinstance(error, RetryAfter):
        return wait_seconds(error)
    if isinstance(error, Conflict):
        logger.warning(
            "another process polls with this token; there must be only one", extra={"action": "poll_conflict"}
        )
        return 5.0
    logger.warning(
        "Telegram does not answer",
        extra={"action": "poll_failed", "error": type(error).__name__, "failures": failures},
    )
    return min(0.5 * 2 ** min(failures - 1, 10), BACKOFF_SECONDS_MAX)
