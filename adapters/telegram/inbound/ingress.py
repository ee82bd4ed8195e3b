"""The one way in: an update, as raw JSON, goes to Intake; when `offer` returns, it is stored or of no use."""

import asyncio
import logging
import time
from collections.abc import Hashable, Sequence
from dataclasses import replace
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Message, MessageReactionUpdated, Update
from telegram.error import TelegramError

from adapters.telegram.albums import Albums, Clock, Sleep
from adapters.telegram.chat_migrations import Moves
from adapters.telegram.http.connection import TelegramConnection
from adapters.telegram.http.payload_defaults import MALFORMED, as_json, completed_update
from adapters.telegram.inbound.album_intake import AlbumDesk
from adapters.telegram.inbound.album_members import Gathered
from adapters.telegram.inbound.attachments import Files
from adapters.telegram.inbound.inline_mode import InlineMode
from adapters.telegram.inbound.message_contents import pictures_of
from adapters.telegram.inbound.message_parsing import (
    Heard,
    action_of,
    as_cancel,
    as_reason,
    is_only_shown,
    read_message,
    read_press,
    read_reaction,
    with_images,
    with_voice,
)
from adapters.telegram.inbound.message_senders import place_of, speaker_of
from adapters.telegram.outbound.force_reply import Prompts
from adapters.telegram.outbound.inline_messages import InlineMessages
from adapters.telegram.outbound.keyboards import STOP_ID
from adapters.telegram.outbound.notices import Notices
from adapters.telegram.outbound.posted_parts import find_item, find_topic
from adapters.telegram.outbound.report_reasons import button_explained
from adapters.telegram.permissions import Rights
from agent.actions import button_row
from agent.domain.conversation import Place
from agent.domain.incoming import Accepted, IncomingMessage, IncomingPress
from agent.ports import Gallery, Intake, OpenQuestions, PlatformNotes, PostedPhotos
from agent.translation.catalogue import N_, _, speaking
from agent.translation.languages import catalogue_name

APOLOGY = N_(
    "Something went wrong on my side with that message, and I am sorry. Please try it in other words."
)

logger = logging.getLogger(__name__)


class Ingress:
    """Offers updates in any number at once; those of one chat are taken one after the other, in the order offered."""

    def __init__(
        self,
        connection: TelegramConnection,
        intake: Intake,
        *,
        platform_notes: PlatformNotes,
        questions: OpenQuestions | None = None,
        gallery: Gallery | None = None,
        photos: PostedPhotos | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._bot = connection.bot
        self._intake = intake
        self._platform_notes = platform_notes
        self._questions = questions
        self._inline_messages = InlineMessages(connection.bot, platform_notes, sleep=sleep)
        self._inline = InlineMode(connection.bot, intake, self._inline_messages, gallery, photos, clock=clock)
        self._notices = Notices(connection.bot, sleep=sleep)
        self._prompts = Prompts(connection.bot, platform_notes)
        self._moves = Moves(platform_notes)
        self._files = Files(connection.bot, sleep=sleep)
        self._listens = connection.config.listens
        self._rights = Rights(connection.bot, clock=clock, sleep=sleep)
        self._album_desk = AlbumDesk(
            Albums(clock=clock, sleep=sleep), Gathered(platform_notes), self._notices, read=self._read_message,
            take_in=self._take_in, turn=self._turn,
        )  # fmt: skip
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    async def offer(self, raw: object) -> None:
        """Raises Unavailable when it could not be stored now: do not acknowledge. A malformed update is logged and dropped."""
        update = self._read(raw)
        if update is None:
            return
        with speaking(_language_of(update)):
            await self._offer(update, str(update.update_id))

    async def _offer(self, update: Update, event: str) -> None:
        if update.callback_query is not None:
            await self._press(update.callback_query, event)
        elif update.inline_query is not None:
            await self._inline.asked(update.inline_query)
        elif update.chosen_inline_result is not None:
            await self._inline.chosen(update.chosen_inline_result)
        elif update.message_reaction is not None:
            await self._reaction(update.message_reaction, event)
        elif (message := update.message or update.edited_message) is not None:
            await self._said(message, event, edited=update.message is None)

    async def _said(self, message: Message, event: str, *, edited: bool) -> None:
        if message.migrate_to_chat_id is not None:
            await self._moves.learn(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id is not None:  # the same news, from the new group
            await self._moves.learn(message.migrate_from_chat_id, message.chat_id)
        elif message.media_group_id is None:
            async with self._turn(message):
                await self._message(message, event, edited=edited)
        elif edited:
            await self._album_desk.edit(message, event_id=event)
        else:
            await self._album_desk.item(message)

    async def apologise(self, raw: object) -> None:
        """To the author of an update that was given up. Never raises."""
        update = self._read(raw)
        message = update.message if update is not None else None
        if update is not None and message is not None:
            with speaking(_language_of(update)):
                await self._notices.say(message, _(APOLOGY))

    def _read(self, raw: object) -> Update | None:
        try:
            return Update.de_json(completed_update(as_object(raw)), self._bot)
        except MALFORMED as error:
            logger.warning(
                "a malformed update was dropped",
                extra={
                    "action": "update_dropped",
                    "update_id": update_id(raw),
                    "error": type(error).__name__,
                },
            )
            return None

    async def _message(self, message: Message, event_id: str, *, edited: bool) -> None:
        if edited and not (message.text or message.caption or pictures_of(message)):
            return  # a live location moved, a poll was voted on: nothing is said by that
        heard = await self._read_message([message], event_id, edited=edited)
        if heard is not None:
            await self._take_in(heard, [message])

    async def _read_message(
        self, items: Sequence[Message], event_id: str, *, edited: bool = False
    ) -> Heard | None:
        heard = read_message(items, self._bot.bot, event_id=event_id, edited=edited)
        if heard is None and not edited and await self._is_gathered(items):
            heard = read_message(items, self._bot.bot, event_id=event_id, follows=True)
        return heard

    async def _is_gathered(self, items: Sequence[Message]) -> bool:
        """Whether a picture in a group may belong to what its author asked for just now. Raises Unavailable."""
        author = speaker_of(items[0])
        if self._questions is None or author is None or not is_only_shown(items):
            return False
        place = await self._settled(place_of(items[0].chat, items[0]))
        return await self._questions.gathers(place, author.id, items[0].date)

    async def _take_in(self, heard: Heard, items: Sequence[Message]) -> Accepted:
        chat = items[0].chat_id
        incoming = await self._complete(heard, chat)
        answered = incoming.reply_to
        button = await button_explained(self._platform_notes, chat, answered)
        if button and incoming.text and incoming.command is None:
            return await self._intake.press(as_reason(incoming, button))
        accepted = await self._intake.message(incoming)
        if accepted.turn is None and accepted.note and not accepted.duplicate:
            if accepted.alone:
                await self._notices.say_alone(items[-1], accepted.note, to=incoming.author)
            else:
                await self._notices.say(items[-1], accepted.note)
        elif answered is not None:
            await self._prompts.answered(chat, int(answered), incoming.author)
        return accepted

    async def _complete(self, heard: Heard, chat: int) -> IncomingMessage:
        """With what only Telegram, or the platform notes, can say."""
        message, files = heard.message, heard.files
        if heard.album_item is not None:
            item = await find_item(self._platform_notes, chat, heard.album_item)
            if (
                item is not None
            ):  # the store has this picture: the message that belongs to it says which one is meant
                message = replace(message, reply_to=item.message, reply_picture=item.position)
                files = files[:-1]
        elif message.reply_to is not None:
            question = await self._prompts.question(chat, int(message.reply_to))
            message = message if question is None else replace(message, reply_to=str(question))
        command = message.command
        manages = await self._rights.may_manage(
            chat, message.author, fresh=command is not None and command.name != "draw"
        )
        # An edit keeps the pictures it had. In a group it may be the first that the bot hears of the message.
        if heard.voice is not None and self._listens:
            message = with_voice(message, await self._files.voice(heard.voice))
        images = [] if message.edited and message.place.private else await self._files.fetch(files)
        message = replace(
            message,
            place=await self._settled(message.place),
            author=replace(message.author, may_manage=manages),
        )
        return with_images(replace(heard, message=message), images)

    async def _press(self, query: CallbackQuery, event_id: str) -> None:
        press = read_press(query, event_id=event_id)
        accepted = Accepted(turn=None)
        if query.inline_message_id is not None:
            accepted = await self._inline.pressed(query)
        if press is not None:
            if query.message is not None and not query.message.is_accessible:
                press = await self._in_its_topic(press)
            if press.button.startswith(STOP_ID):
                accepted = await self._intake.message(as_cancel(press, await self._settled(press.place)))
            else:
                accepted = await self._intake.press(await self._with_rights(press))
        try:
            await self._notices.answer(query, accepted)
        except TelegramError as error:  # the press itself is stored; "query is too old" harms nobody
            logger.info(
                "a press was not answered",
                extra={"action": "press_unanswered", "error": type(error).__name__},
            )
        if press is not None and press.button.startswith(STOP_ID) and accepted.is_stray:
            await self._notices.take_away(int(press.place.channel), int(press.message))
        if press is not None and accepted.turn is not None and not accepted.duplicate:
            await self._prompts.answered(int(press.place.channel), int(press.message), press.author)

    async def _reaction(self, reaction: MessageReactionUpdated, event_id: str) -> None:
        """Telegram tells of those in a group to its administrators alone. One under a picture of an album is meant for the whole."""
        press = read_reaction(reaction, event_id=event_id)
        if press is None:
            return
        chat = int(press.place.channel)
        item = await find_item(self._platform_notes, chat, int(press.message))
        manages = press.reaction == "delete" and await self._rights.may_manage(
            chat, press.author, fresh=False
        )
        await self._intake.press(
            replace(
                press, message=press.message if item is None else item.message, place=await self._settled(press.place),
                author=replace(press.author, may_manage=manages),
            )
        )  # fmt: skip

    async def _in_its_topic(self, press: IncomingPress) -> IncomingPress:
        topic = await find_topic(self._platform_notes, int(press.place.channel), int(press.message))
        return replace(press, place=replace(press.place, thread=topic))

    async def _with_rights(self, press: IncomingPress) -> IncomingPress:
        fresh = button_row(action_of(press.button)).manages
        manages = await self._rights.may_manage(int(press.place.channel), press.author, fresh=fresh)
        author = replace(press.author, may_manage=manages)
        elsewhere = await self._inline_messages.of(int(press.place.channel), int(press.message))
        if elsewhere and button_row(action_of(press.button)).answers:  # what was asked about it there
            press = replace(press, handle={**press.handle, "inline": elsewhere})
        return replace(press, author=author, place=await self._settled(press.place))

    async def _settled(self, place: Place) -> Place:
        """Under the number that memory knows the chat by."""
        chat = int(place.channel)
        known = await self._moves.canonical(chat)
        if known == chat:
            return place
        return replace(place, community=str(known), channel=str(known))

    def _turn(self, message: Message) -> asyncio.Lock:
        return self._turns.setdefault(message.chat_id, asyncio.Lock())


def update_id(raw: object) -> int | None:
    """The id of an update that may be malformed in any way."""
    return as_int(as_object(raw).get("update_id"))


def as_object(raw: object) -> dict[str, object]:
    """Foreign JSON as an object, an empty one if it is anything else."""
    return as_json(raw) or {}


def as_int(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _language_of(update: Update) -> str:
    """Of the person's own app, for what is said without a turn."""
    user = update.effective_user
    return catalogue_name(user.language_code if user is not None else None)
