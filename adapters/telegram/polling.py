"""Long polling that confirms an update only once it is stored. The library's own updater confirms what it holds in memory
only; a kill would lose those turns."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Protocol

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.connection import POLL_SECONDS
from adapters.telegram.http.platform_errors import wait_seconds
from adapters.telegram.inbound.ingress import update_id
from agent.errors import Misconfigured, Unavailable

BUSY_SECONDS = 0.3
"""While something is still being stored (an album waits for its parts), how long until Telegram is asked again."""
IDLE_SECONDS = 0.1
FAILED_SECONDS = 1.0
"""Pause after an update could not be stored."""
CONFLICT_SECONDS = 5.0
REFUSED_MAX = 3
"""Times in a row that the token is not known before the bot ends: a proxy that restarts says "not found" as well."""
BACKOFF_SECONDS_MAX = 30.0
STORED_MAX = 10_000
"""Ids remembered as stored, so that what Telegram repeats until the confirmation is not offered again."""

Offer = Callable[[object], Awaitable[None]]
logger = logging.getLogger(__name__)


class Source(Protocol):
    async def updates(self, offset: int | None, *, timeout_seconds: int) -> list[object]:
        """Raw updates from `offset` on, in order, at most a hundred; asking with an offset confirms all below it. Raises
        TelegramError."""
        ...


class Polling:
    """`offer` stores one update, or raises Unavailable; see Door."""

    def __init__(self, source: Source, offer: Offer, *, sleep: Sleep = asyncio.sleep) -> None:
        self._source = source
        self._offer = offer
        self._sleep = sleep
        self._storing: dict[int, asyncio.Task[bool]] = {}
        self._stored: OrderedDict[int, None] = OrderedDict()
        self._waiting: dict[int, object] = {}
        self._latest = 0
        self._offset: int | None = None

    async def run(self) -> None:
        """Until cancelled. Raises Misconfigured when Telegram does not know the token."""
        failures = refused = 0
        async with asyncio.TaskGroup() as tasks:
            while refused < REFUSED_MAX:
                try:
                    wait = 0 if self._waiting else POLL_SECONDS
                    found = await self._source.updates(self._offset, timeout_seconds=wait)
                except InvalidToken:
                    refused += 1
                    await self._sleep(FAILED_SECONDS)
                except TelegramError as error:
                    failures += 1
                    await self._sleep(_pause(error, failures))
                else:
                    failures = refused = 0
                    self._take(found)
                    await self._store(tasks)
        raise Misconfigured("TELEGRAM_TOKEN", "Telegram does not know this token")

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
        elif not found and not self._waiting:
            self._offset = (
                None  # all is confirmed; after a quiet week ids start anew, perhaps lower than the old offset
            )

    async def _store(self, tasks: asyncio.TaskGroup) -> None:
        """Start what is not started, give it a moment, and move the offset over what is done."""
        for number in sorted(self._waiting):
            if number not in self._storing:
                self._storing[number] = tasks.create_task(self._attempt(self._waiting[number]))
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
            await self._sleep(FAILED_SECONDS)

    def _finish(self, number: int) -> None:
        del self._waiting[number]
        self._stored[number] = None
        if len(self._stored) > STORED_MAX:
            self._stored.popitem(last=False)
        self._move()

    def _move(self) -> None:
        """To the first that is not stored, else behind the latest."""
        self._offset = min(self._waiting, default=self._latest + 1)

    async def _attempt(self, raw: object) -> bool:
        """Whether the update is done with."""
        try:
            await self._offer(raw)
        except Unavailable:
            return False
        return True


def _pause(error: TelegramError, failures: int) -> float:
    """Seconds to wait after a failed poll."""
    if isinstance(error, RetryAfter):
        return wait_seconds(error)
    if isinstance(error, Conflict):
        logger.warning(
            "another process polls with this token, or a webhook is set; there must be only one",
            extra={"action": "poll_conflict"},
        )
        return CONFLICT_SECONDS
    logger.warning(
        "Telegram does not answer",
        extra={"action": "poll_failed", "error": type(error).__name__, "failures": failures},
    )
    return min(0.5 * 2 ** min(failures - 1, 10), BACKOFF_SECONDS_MAX)
