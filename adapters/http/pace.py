"""At which pace things go on that may come in a crowd, so that the event loop is left to who waits for something else."""

import asyncio
import time
from collections.abc import Awaitable, Callable

FILES_APART_SECONDS = 0.15
"""Between two files that one platform hands over: fetching one, looking at it and storing what came of it take the event loop some ten to
thirty milliseconds. Who sends one alone waits for nothing."""
FILES_WAIT_SECONDS_MAX = 1.5


class Pace:
    """Of one process."""

    def __init__(
        self,
        *,
        apart_seconds: float,
        wait_seconds_max: float,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Nobody waits longer than `wait_seconds_max`: who comes while so many wait goes on with the last of them."""
        self._apart = apart_seconds
        self._longest = wait_seconds_max
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at = float("-inf")

    async def turn(self) -> None:
        """Returns when the next one may go on: at once where none came just before."""
        now = self._monotonic()
        at = min(max(now, self._free_at), now + self._longest)
        self._free_at = at + self._apart
        if at > now:
            await self._sleep(at - now)


def file_pace() -> Pace:
    return Pace(apart_seconds=FILES_APART_SECONDS, wait_seconds_max=FILES_WAIT_SECONDS_MAX)
