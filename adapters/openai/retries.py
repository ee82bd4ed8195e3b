"""Tries a cheap call again where that may help. Renders never come here: they are paid for once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.http.retries import Sleep, retried
from adapters.openai.errors import Foreign, Garbled, Lasting, translated
from agent.errors import ModelUnavailable

T = TypeVar("T")

TRIES_MAX = 3
BACKOFF_SECONDS = (0.5, 2.0)
"""Upper ends of the wait before the second and the third try, drawn at random (full jitter)."""
WAIT_SECONDS_MAX = 10.0
"""A server that asks for more patience is left to the turn's own retry, which holds no worker."""


async def trying(call: Callable[[], Awaitable[T]], *, sleep: Sleep = asyncio.sleep) -> T:
    """The call's answer, tried at most TRIES_MAX times. Raises our errors; the caller sets the deadline."""

    async def ours() -> T:
        try:
            return await call()
        except Foreign as error:
            raise translated(error, paid=False) from error

    return await retried(ours, wait=_wait, tries=TRIES_MAX, sleep=sleep)


def _wait(error: Exception, number: int) -> float | None:
    """For what the server said; what we say ourselves is no better the next time."""
    if not isinstance(error, ModelUnavailable) or not isinstance(error.__cause__, Foreign):
        return None
    if isinstance(error, Lasting | Garbled):
        return None
    asked = error.retry_after_seconds
    if asked is None:
        return random.uniform(0, BACKOFF_SECONDS[number - 1])
    return asked if asked <= WAIT_SECONDS_MAX else None
