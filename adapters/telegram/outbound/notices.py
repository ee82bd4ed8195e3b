"""Short answers that need no turn: to a message, or to a pressed button."""

import asyncio
import logging

from telegram import Bot, CallbackQuery, Message, ReplyParameters
from telegram.error import TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.text_entities import TEXT_UNITS_MAX, pieces, worded
from adapters.telegram.topics import topic_of
from agent.domain.incoming import Accepted

NOTE_CHARS_MAX = 200
"""Telegram's limit of the text shown for a button press."""

logger = logging.getLogger(__name__)


class Notices:
    def __init__(self, bot: Bot, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._sleep = sleep

    async def say(self, message: Message, text: str) -> None:
        """In reply to a message. Never raises."""
        wording, topic = pieces(worded(text), first_max=TEXT_UNITS_MAX)[0], topic_of(message.chat, message)

        async def send() -> None:
            await self._bot.send_message(
                message.chat_id, wording.text, entities=wording.entities,
                message_thread_id=None if topic is None else int(topic),
                reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            )  # fmt: skip

        try:
            await patiently(send, self._sleep)
        except TelegramError as error:
            logger.info(
                "a notice was not posted", extra={"action": "notice_missed", "error": type(error).__name__}
            )

    async def take_away(self, chat: int, message: int) -> None:
        """A message of the bot's that means nothing any more. Never raises."""
        try:
            await patiently(lambda: self._bot.delete_message(chat, message), self._sleep, reads=True)
        except TelegramError as error:
            logger.info("a stray stays", extra={"action": "stray_stays", "error": type(error).__name__})

    async def answer(self, query: CallbackQuery, accepted: Accepted) -> None:
        """Ends the button's spinner, with the note if there is one. Raises TelegramError."""

        async def end() -> None:
            await self._bot.answer_callback_query(
                query.id, text=accepted.note[:NOTE_CHARS_MAX] or None, show_alert=accepted.is_error
            )

        await patiently(end, self._sleep)
