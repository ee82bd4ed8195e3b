"""Discord's limit for all calls with one token, kept by all processes that share it: gateways that read back what was missed and workers
that post. Without it a restart's reading would hold up replies."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from discord.http import Route

from agent.errors import StoreUnavailable
from agent.ports import CallBudget

CALLS_PER_SECOND = 45.0
"""Discord allows 50 a second to a bot; with the burst it is never more in any second."""
BURST = 5
READING_PER_SECOND = 15.0
"""Of these, what was missed is read back with: a third, so that replies come first."""
TAKE_SECONDS = 2.0
"""How long the store may take to say when a call may go; then it goes: Discord has the last word."""
UNLIMITED = ("/interactions/", "/webhooks/")
"""Not held against a bot by Discord, and a person waits for them."""

logger = logging.getLogger(__name__)


class CallPace:
    """Asked before each call. Without a budget every call goes at once."""

    def __init__(
        self, budget: CallBudget | None = None, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._budget = budget
        self._sleep = sleep
        self._is_away = False

    async def wait(self, method: str, url: str) -> None:
        """Until the call may go."""
        if self._budget is None or not url.startswith(Route.BASE):
            return
        path = url.removeprefix(Route.BASE).partition("?")[0]
        if path.startswith(UNLIMITED):
            return
        if _reads_back(method, path):
            await self._sleep(await self._take("discord reading", READING_PER_SECOND))
        if seconds := await self._take("discord", CALLS_PER_SECOND):
            await self._sleep(seconds)

    async def _take(self, name: str, per_second: float) -> float:
        assert self._budget is not None
        try:
            async with asyncio.timeout(TAKE_SECONDS):
                seconds = await self._budget.take(name, per_second=per_second, burst=BURST)
        except (StoreUnavailable, TimeoutError):
            if not self._is_away:
                logger.warning("calls are not paced", extra={"action": "budget_away"})
            self._is_away = True
            return 0.0
        self._is_away = False
        return seconds


def _reads_back(method: str, path: str) -> bool:
    """
    >>> _reads_back("GET", "/channels/1/messages"), _reads_back("POST", "/channels/1/messages"), _reads_back("GET", "/channels/1")
    (True, False, False)
    """
    return method == "GET" and path.startswith("/channels/") and path.endswith("/messages")
