"""Tries a cheap call again where that may help. Renders never come here: they are paid for once."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from adapters.openai.errors import Foreign, Garbled, Lasting, TooSlow, translated
from agent.errors import ModelUnavailable

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

TRIES_MAX = 3
BACKOFF_SECONDS = (0.5, 2.0)
"""Upper ends of the wait before the second and the third try, drawn at random (full jitter)."""
WAIT_SECONDS_MAX = 10.0
"""A server that asks for more patience is left to the turn's own retry, which holds no worker."""


async def trying(call: Callable[[], Awaitable[T]], *, sleep: Sleep = asyncio.sleep) -> T:
    """The call's answer, tried at most TRIES_MAX times. Raises our errors; the caller sets the deadline."""
    for number in range(TRIES_MAX):
        try:
            return await call()
        except Foreign as error:
            ours = translated(error, paid=False)
            if (
                isinstance(ours, Lasting | Garbled | TooSlow)
                or not isinstance(ours, ModelUnavailable)
                or number + 1 == TRIES_MAX
            ):
                raise ours from error
            asked = ours.retry_after_seconds
            if asked is not None and asked > WAIT_SECONDS_MAX:
                raise ours from error
            await sleep(asked if asked is not None else random.uniform(0, BACKOFF_SECONDS[number]))
    raise AssertionError("unreachable")
