"""Short answers that need no turn: to a message, or to a pressed button."""

import asyncio
import logging
from typing import Any

from telegram import Bot, CallbackQuery, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType
from telegram.error import TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.text_entities import TEXT_UNITS_MAX, pieces, worded
from adapters.telegram.topics import topic_of
from agent.domain.conversation import Author
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
        topic = topic_of(message.chat, message)
        await self._send(
            message.chat_id, text, message_thread_id=None if topic is None else int(topic),
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        )  # fmt: skip

    async def say_alone(self, message: Message, text: str, *, to: Author) -> None:
        """To its author in their private chat, with a link to the message where Telegram has one; nothing is said where they never wrote
        to the bot. Never raises."""
        if message.chat.type == ChatType.PRIVATE:
            await self.say(message, text)
            return
        person = int(to.id.partition(":")[2])
        if person < 0:  # who writes as the group has no private chat
            return
        about = "\n".join(filter(None, (text, message.link)))
        await self._send(person, about, link_preview_options=LinkPreviewOptions(is_disabled=True))

    async def _send(self, chat: int, text: str, **more: Any) -> None:
        wording = pieces(worded(text), first_max=TEXT_UNITS_MAX)[0]

        async def send() -> None:
            await self._bot.send_message(chat, wording.text, entities=wording.entities, **more)

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
