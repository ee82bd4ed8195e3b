"""Calls that may be made again where that helps: the one loop for all of them (docs/decisions/0014-one-loop-of-tries.md). Renders never
come here: they are paid for once."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TypeVar

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
Wait = Callable[[Exception, int], float | None]
"""Seconds until another try after this error, the first one's being number 1; None: another try helps nobody."""


async def retried(
    call: Callable[[], Awaitable[T]], *, wait: Wait, tries: int, sleep: Sleep = asyncio.sleep
) -> T:
    """The call's answer. Raises its last error after `tries`, or the first one that `wait` gives nothing for."""
    for number in count(1):
        try:
            return await call()
        except Exception as error:
            seconds = wait(error, number) if number < tries else None
            if seconds is None:
                raise
        await sleep(seconds)
    raise AssertionError("unreachable")
