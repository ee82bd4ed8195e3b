"""Counts the answers that Discord holds against us: 10,000 of 401, 403 or 429 within ten minutes ban the address."""

import logging
import time
from collections import deque
from collections.abc import Callable
from types import SimpleNamespace

import aiohttp
from discord import DiscordException

from adapters.discord.http.call_pace import CallPace

COUNTED = frozenset({401, 403, 429})
WINDOW_SECONDS = 600.0
BRAKE_AT = 5_000
"""Half of what is banned: then no call leaves until the window has moved on."""
WARN_AT = 500
OWN_TOKENS = ("/webhooks/", "/interactions/")
"""A 401 below these speaks of an interaction's token, not of the bot's."""

logger = logging.getLogger(__name__)


class TooManyInvalidRequests(DiscordException):
    """The call was not made. `seconds` until it may be."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many refused calls; braked for {seconds:.0f} s")
        self.seconds = seconds


class InvalidRequests:
    """Watches every request of a session through its `trace`."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, limit: int = BRAKE_AT) -> None:
        self._clock = clock
        self._limit = limit
        self._at: deque[float] = deque(maxlen=limit)
        self._refused_at = float("-inf")

    @property
    def token_refused(self) -> bool:
        """Discord said 401 to the bot's own token: nothing works with it; once in a window it is tried again."""
        return self._clock() < self._refused_at + WINDOW_SECONDS

    @property
    def counted(self) -> int:
        """Held against us in the last ten minutes."""
        while self._at and self._at[0] < self._clock() - WINDOW_SECONDS:
            self._at.popleft()
        return len(self._at)

    def check(self) -> None:
        """Raises TooManyInvalidRequests instead of a call that would make it worse."""
        if self.token_refused:
            raise TooManyInvalidRequests(self._refused_at + WINDOW_SECONDS - self._clock())
        if self.counted >= self._limit:
            raise TooManyInvalidRequests(self._at[0] + WINDOW_SECONDS - self._clock())

    def count(self, status: int, path: str, *, shared: bool = False) -> None:
        """An answer came. A 429 of a resource shared with others does not count."""
        if status not in COUNTED or shared:
            return
        self._at.append(self._clock())
        if status == 401 and not any(part in path for part in OWN_TOKENS):
            self._refused_at = self._clock()
        if self.counted % WARN_AT == 0:
            logger.warning(
                "Discord refuses many calls", extra={"action": "calls_refused", "in_10_minutes": self.counted}
            )

    def trace(self, pace: CallPace) -> aiohttp.TraceConfig:
        """To be given to an HTTPClient; each client needs its own. `pace`: what each call waits for before it leaves."""
        config = aiohttp.TraceConfig()

        async def start(
            session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
        ) -> None:
            self.check()
            await pace.wait(params.method, str(params.url))

        async def end(
            session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
        ) -> None:
            shared = params.response.headers.get("X-RateLimit-Scope") == "shared"
            self.count(params.response.status, params.url.path, shared=shared)

        config.on_request_start.append(start)
        config.on_request_end.append(end)
        return config
