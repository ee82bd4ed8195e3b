"""Publishes the slash commands and menus: beside the sessions, so that a slow or refused call keeps nobody from talking to the bot."""

import asyncio
import logging

import discord

from adapters.discord.http.platform_errors import FOREIGN, wait_seconds
from adapters.discord.http.rest import Rest
from adapters.discord.inbound.commands import menu
from adapters.discord.outbound.edit_pace import Sleep

AGAIN_SECONDS = 5.0
AGAIN_SECONDS_MAX = 600.0

logger = logging.getLogger(__name__)


class Publishing:
    def __init__(self, rest: Rest, *, sleep: Sleep = asyncio.sleep) -> None:
        self._rest = rest
        self._sleep = sleep

    async def run(self, app: str) -> None:
        """Until they are published, or refused for good: a bot can be talked to without them."""
        pause = AGAIN_SECONDS
        while True:
            try:
                await self._rest.commands(app, menu())
            except FOREIGN as error:
                for_good = _is_for_good(error)
                logger.warning(
                    "the slash commands were not published",
                    extra={
                        "action": "commands_missed", "error": repr(error)[:300],
                        "next": "at the next start" if for_good else "soon again",
                    },
                )  # fmt: skip
                if for_good:
                    return
                await self._sleep(max(pause, _asked(error)))
                pause = min(pause * 2, AGAIN_SECONDS_MAX)
            else:
                logger.info("slash commands published", extra={"action": "commands_published"})
                return


def _is_for_good(error: BaseException) -> bool:
    return isinstance(error, discord.HTTPException) and error.status < 500 and error.status != 429


def _asked(error: BaseException) -> float:
    """How long Discord wants us to wait."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    return wait_seconds(error) if isinstance(error, discord.HTTPException) and error.status == 429 else 0.0
