"""Small calls that nobody tries again later: through the short waits that Telegram asks for."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from adapters.telegram.albums import Sleep
from adapters.telegram.http.platform_errors import wait_seconds

TRIES_MAX = 3
WAIT_SECONDS_MAX = 5.0
"""Longest wait that is sat out: updates of the same chat stand behind it."""
PAUSE_SECONDS = 0.5

T = TypeVar("T")


async def patiently(call: Callable[[], Awaitable[T]], sleep: Sleep, *, reads: bool = False) -> T:
    """What Telegram asked to wait for was not carried out, so that it may be tried again; what only `reads`, after any trouble
    with the network too. Raises TelegramError."""
    tries = 0
    while True:
        tries += 1
        try:
            return await call()
        except RetryAfter as error:
            pause = wait_seconds(error)
            if tries == TRIES_MAX or pause > WAIT_SECONDS_MAX:
                raise
        except NetworkError as error:
            pause = PAUSE_SECONDS
            if tries == TRIES_MAX or not reads or isinstance(error, BadRequest):
                raise
        await sleep(pause)
