"""Shows under the chat's name that the bot is at work ("sending a photo"), for as long as a turn takes."""

import asyncio
import logging

from telegram.constants import ChatAction
from telegram.error import TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.outbound.edit_pace import Pace
from adapters.telegram.outbound.sending import Spot

SHOWN_SECONDS = 4.5
"""Telegram shows an action for five seconds."""
TIMES_MAX = 80
"""Repetitions for one turn, six minutes; a turn that is taken over by another worker ends here by itself."""
AT_ONCE_MAX = 500

logger = logging.getLogger(__name__)


class Presence:
    def __init__(self, bot: AtelierBot, pace: Pace, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._pace = pace
        self._sleep = sleep
        self._shown: dict[str, asyncio.Task[None]] = {}

    def begin(self, turn: str, spot: Spot) -> None:
        """Until `end`; idempotent."""
        if turn in self._shown or len(self._shown) >= AT_ONCE_MAX:
            return
        task = asyncio.create_task(self._show(spot), name="telegram-presence")
        self._shown[turn] = task
        task.add_done_callback(lambda done: self._shown.pop(turn, None))

    def end(self, turn: str) -> None:
        """Idempotent."""
        task = self._shown.pop(turn, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        tasks = [*self._shown.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, spot: Spot) -> None:
        try:
            for _ in range(TIMES_MAX):
                if self._bot.has_room and self._pace.allows_action(spot.chat):
                    await self._bot.send_chat_action(
                        spot.chat, ChatAction.UPLOAD_PHOTO, message_thread_id=spot.topic
                    )
                await self._sleep(SHOWN_SECONDS)
        except TelegramError as error:  # it only entertains
            logger.debug("presence ends", extra={"action": "presence_ends", "error": type(error).__name__})
