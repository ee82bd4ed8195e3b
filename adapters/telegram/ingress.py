"""The one way in: an update, as raw JSON, goes to Intake; when `offer` returns, it is stored or of no use."""

import asyncio
import logging
import time
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Protocol
from weakref import WeakValueDictionary

from telegram import Bot, CallbackQuery, Message, Update
from telegram.error import TelegramError

from adapters.telegram.albums import Albums, Clock, Sleep
from adapters.telegram.files import Files
from adapters.telegram.inbound import read_message, read_press, with_images
from adapters.telegram.rights import Rights
from agent.conversation import Accepted, IncomingPress
from agent.ports import Intake

NOTE_CHARS_MAX = 200
"""Telegram's limit of the text shown for a button press."""
MALFORMED = (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, OSError)
"""What the library raises while it reads an update that is not as the Bot API says."""

logger = logging.getLogger(__name__)


class Notices(Protocol):
    """Short answers that need no turn."""

    async def notice(self, message: Message, text: str) -> None:
        """Say it in reply. Never raises."""
        ...


class Ingress:
    """Offers updates in any number at once; those of one chat are taken one after the other, in the order offered."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        notices: Notices,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._intake = intake
        self._notices = notices
        self._files = Files(bot, sleep=sleep)
        self._rights = Rights(bot, clock=clock)
        self._albums = Albums(clock=clock, sleep=sleep)
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def offer(self, raw: object) -> None:
        """Raises Unavailable when it could not be stored now: do not acknowledge. A malformed update is logged and dropped."""
        update = self._read(raw)
        if update is None:
            return
        if update.callback_query is not None:
            await self._press(update.callback_query, str(update.update_id))
            return
        message = update.message or update.edited_message
        if message is None:
            return
        if message.media_group_id is not None and update.message is not None:
            await self._album_item(message)
            return
        async with self._turn(message):
            await self._message([message], str(update.update_id), edited=update.message is None)

    def _read(self, raw: object) -> Update | None:
        try:
            return Update.de_json(as_object(raw), self._bot)
        except MALFORMED as error:
            logger.warning(
                "a malformed update was dropped",
                extra={"action": "update_dropped", "update_id": update_id(raw), "error": repr(error)[:200]},
            )
            return None

    async def _album_item(self, message: Message) -> None:
        others = self._albums.join(message)
        if others is not None:
            await asyncio.shield(others)
            return

        async def store(items: list[Message]) -> None:
            # Not an update's id: any part of the album that is delivered again is then known as this album.
            await self._message(items, f"album:{message.chat_id}:{message.media_group_id}")

        async with self._turn(message):
            await self._albums.gather(message, store)

    async def _message(self, items: Sequence[Message], event_id: str, *, edited: bool = False) -> None:
        heard = read_message(items, self._bot.bot, event_id=event_id, edited=edited)
        if heard is None:
            return
        place, author, command = heard.message.place, heard.message.author, heard.message.command
        manages = await self._rights.may_manage(
            place, author.id, fresh=command is not None and command.name != "draw"
        )
        images = await self._files.fetch(heard.files)
        accepted = await self._intake.message(with_images(heard, images, may_manage=manages))
        if accepted.turn is None and accepted.note and not accepted.duplicate:
            await self._notices.notice(items[-1], accepted.note)

    async def _press(self, query: CallbackQuery, event_id: str) -> None:
        press = read_press(query, event_id=event_id)
        accepted = Accepted(turn=None)
        if press is not None:
            manages = await self._rights.may_manage(press.place, press.author.id, fresh=True)
            accepted = await self._intake.press(_managing(press, manages))
        try:
            await self._bot.answer_callback_query(
                query.id, text=accepted.note[:NOTE_CHARS_MAX] or None, show_alert=accepted.is_error
            )
        except TelegramError as error:  # the press itself is stored; "query is too old" harms nobody
            logger.info(
                "a press was not answered",
                extra={"action": "press_unanswered", "error": type(error).__name__},
            )

    def _turn(self, message: Message) -> asyncio.Lock:
        return self._turns.setdefault(message.chat_id, asyncio.Lock())


def _managing(press: IncomingPress, may_manage: bool) -> IncomingPress:
    return replace(press, author=replace(press.author, may_manage=may_manage))


def update_id(raw: object) -> int | None:
    """The id of an update that may be malformed in any way."""
    return as_int(as_object(raw).get("update_id"))


def as_object(raw: object) -> dict[str, object]:
    """Foreign JSON as an object, an empty one if it is anything else."""
    if not isinstance(raw, dict):
        return {}
    return {str(key): value for key, value in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def as_int(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
