"""How often one working message may change. What comes too early is not lost: the latest of it is shown when its time comes."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import discord

EDIT_SECONDS = 1.6
"""Between two changes of one message; Discord's bucket is about five edits in five seconds for the whole channel."""
MESSAGES_MAX = 5_000

Clock = Callable[[], float]
"""Seconds that only grow, or epoch seconds where it is called `now`."""
Sleep = Callable[[float], Awaitable[None]]
Show = Callable[[], Awaitable[None]]


def epoch_now() -> float:
    """Epoch seconds."""
    return discord.utils.utcnow().timestamp()


@dataclass(slots=True)
class _Message:
    shown_at: float = float("-inf")
    finished: bool = False
    latest: Show | None = None
    waiting: "asyncio.Task[None] | None" = None
    at_work: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    def __init__(self, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._messages: OrderedDict[str, _Message] = OrderedDict()

    async def show(self, message: str, show: Show) -> None:
        """Shows it now, or in time unless something newer or the reply comes first. `show` must not raise."""
        known = self._known(message)
        if known.finished:
            return
        known.latest = show
        rest = known.shown_at + EDIT_SECONDS - self._clock()
        if rest <= 0:
            await self._now(known)
        elif known.waiting is None or known.waiting.done():
            known.waiting = asyncio.create_task(self._later(known, rest))

    async def finish(self, message: str) -> None:
        """The reply takes the message over: nothing of the past is shown on it any more. Waits for a change under way."""
        known = self._known(message)
        known.finished, known.latest = True, None
        if known.waiting is not None:
            known.waiting.cancel()
        async with known.at_work:
            return

    def close(self) -> None:
        for known in self._messages.values():
            if known.waiting is not None:
                known.waiting.cancel()

    async def _later(self, known: _Message, seconds: float) -> None:
        await self._sleep(seconds)
        await asyncio.shield(asyncio.ensure_future(self._now(known)))

    async def _now(self, known: _Message) -> None:
        async with known.at_work:
            show, known.latest = known.latest, None
            if show is None or known.finished:
                return
            known.shown_at = self._clock()
            await show()

    def _known(self, message: str) -> _Message:
        known = self._messages.setdefault(message, _Message())
        self._messages.move_to_end(message)
        if len(self._messages) > MESSAGES_MAX:
            self._messages.popitem(last=False)
        return known
