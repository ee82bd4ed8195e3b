"""At which pace messages go on whose pictures were all refused."""

import asyncio
import time
from collections.abc import Awaitable, Callable

APART_SECONDS = 0.25
"""Between two of them. Planning and answering one takes the event loop some fifty milliseconds: so they never have more than a quarter of
it, and who brings no picture, or one that is taken, goes before them."""
WAIT_SECONDS_MAX = 6.0
"""Nobody is told later than that; who comes while so many wait goes on with the last of them."""


class RefusalPace:
    """Of one process. A picture that its header alone gives away is refused at once: thirty of them would be thirty turns in one moment,
    while somebody else's drawing waits for the processor."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._free_at = float("-inf")

    async def turn(self) -> None:
        """Returns when the next one may go on: at once where none came just before."""
        now = self._monotonic()
        at = min(max(now, self._free_at), now + WAIT_SECONDS_MAX)
        self._free_at = at + APART_SECONDS
        if at > now:
            await self._sleep(at - now)
