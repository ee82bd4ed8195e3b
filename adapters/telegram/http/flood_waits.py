"""Small calls that nobody tries again later: through the short waits that Telegram asks for."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from adapters.http.retries import Sleep, retried
from adapters.telegram.http.platform_errors import wait_seconds

TRIES_MAX = 3
WAIT_SECONDS_MAX = 5.0
"""Longest wait that is sat out: updates of the same chat stand behind it."""
PAUSE_SECONDS = 0.5

T = TypeVar("T")


async def patiently(call: Callable[[], Awaitable[T]], sleep: Sleep, *, reads: bool = False) -> T:
    """What Telegram asked to wait for was not carried out, so that it may be tried again; what only `reads`, after any trouble
    with the network too. Raises TelegramError."""

    def wait(error: Exception, _number: int) -> float | None:
        match error:
            case RetryAfter():
                return seconds if (seconds := wait_seconds(error)) <= WAIT_SECONDS_MAX else None
            case NetworkError() if reads and not isinstance(error, BadRequest):
                return PAUSE_SECONDS
            case _:
                return None

    return await retried(call, wait=wait, tries=TRIES_MAX, sleep=sleep)
