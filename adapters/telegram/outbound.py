"""The bot's replies in Telegram (implements Outbound): the working message becomes the reply."""

import logging
from collections import OrderedDict
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from telegram import Bot, ForceReply, InputMediaPhoto, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from adapters.telegram.albums import Clock
from adapters.telegram.keyboards import keyboard
from adapters.telegram.pace import Pace
from adapters.telegram.posting import ALBUM_ITEMS_MAX, Posting, Spot
from adapters.telegram.troubles import as_ours, is_other_kind, is_unchanged, wait_seconds
from adapters.telegram.wording import CAPTION_UNITS_MAX, TEXT_UNITS_MAX, Wording, pieces, worded
from agent.conversation import PlatformName, Reply
from agent.errors import AtelierError
from agent.ports import Address, PictureFile

ONCE_MAX = 2_000
"""Parts that cannot be posted by an edit (an album, further text) and were posted: the memory of this process."""
MOVED_MAX = 1_000
WHISPERED = "I have sent you the answer in our private chat."
NOT_WHISPERED = "That answer is for you alone. Open https://t.me/{username}, press Start, and ask me there."
WORDLESS = "\N{FRAME WITH PICTURE}"
"""Stands where a message must have words and the reply has none."""

logger = logging.getLogger(__name__)


class TelegramOutbound:
    platform: PlatformName = "telegram"

    def __init__(self, bot: Bot, *, clock: Clock) -> None:
        self._bot = bot
        self._posting = Posting(bot)
        self._pace = Pace(clock=clock)
        self._once: OrderedDict[str, None] = OrderedDict()
        self._moved: OrderedDict[int, int] = OrderedDict()

    async def open(self, address: Address, text: str) -> str:
        spot = self._spot(address)
        with self._translated(spot.chat):
            return str(await self._posting.text(spot, pieces(worded(text), first_max=TEXT_UNITS_MAX)[0]))

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        """Throttled; a preview is shown in private chats only, where there is room for it."""
        spot = self._spot(address)
        if self._is_done(_final(spot.chat, message)) or not self._pace.allows(spot.chat):
            return
        try:
            with self._translated(spot.chat):
                await self._show(spot, int(message), text, preview if address.place.private else None)
                if address.place.private:  # in a group every call counts against its 20 a minute
                    await self._bot.send_chat_action(
                        spot.chat, ChatAction.UPLOAD_PHOTO, message_thread_id=spot.topic
                    )
        except AtelierError as error:
            logger.debug(
                "progress was not shown", extra={"action": "progress_missed", "error": str(error)[:100]}
            )

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        spot = self._spot(address)
        working = None if message is None else int(message)
        with self._translated(spot.chat):
            self._pace.check(spot.chat)
            self._done(_final(spot.chat, message))
            if reply.only_for_author and not address.place.private:
                return str(await self._whisper(address, spot, working, reply, files))
            return str(await self._post(address.nonce, spot, working, reply, files))

    async def remove(self, address: Address, message: str) -> None:
        spot = self._spot(address)
        with self._translated(spot.chat):
            await self._posting.remove(spot.chat, int(message))

    async def notice(self, message: Message, text: str) -> None:
        """A short answer to a message that needs no turn. Never raises."""
        topic = message.message_thread_id if message.is_topic_message else None
        spot = Spot(chat=message.chat_id, topic=topic, reply_to=message.message_id)
        try:
            await self._posting.text(spot, pieces(worded(text), first_max=TEXT_UNITS_MAX)[0])
        except TelegramError as error:
            logger.info(
                "a notice was not posted", extra={"action": "notice_missed", "error": type(error).__name__}
            )

    async def _post(
        self, nonce: str, spot: Spot, working: int | None, reply: Reply, files: Sequence[PictureFile]
    ) -> int:
        """One message that carries the words and the buttons, the picture in it if there is one; more pictures come before it
        as an album, more words after it."""
        single = len(files) == 1
        first, *more = pieces(worded(reply.text), first_max=CAPTION_UNITS_MAX if single else TEXT_UNITS_MAX)
        markup = keyboard(reply.buttons)
        if single:
            shown = await self._posting.file(
                spot, files[0], first, as_photo=bool(reply.images), markup=markup, instead_of=working
            )
        else:
            await self._groups(nonce, spot, files[: len(reply.images)], as_photos=True)
            await self._groups(nonce, spot, files[len(reply.images) :], as_photos=False)
            words = first if first.text.strip() else Wording(text=WORDLESS)
            shown = await self._posting.text(
                spot, words, markup=markup or _asks_back(reply, spot), instead_of=working
            )
        for number, piece in enumerate(more):
            with self._once_only(f"{nonce}/text{number}") as due:
                if due:
                    await self._posting.text(spot, piece)
        return shown

    async def _groups(self, nonce: str, spot: Spot, files: Sequence[PictureFile], *, as_photos: bool) -> None:
        """Files together, in tens. Each ten once: they cannot be posted by an edit."""
        for at in range(0, len(files), ALBUM_ITEMS_MAX):
            part = files[at : at + ALBUM_ITEMS_MAX]
            with self._once_only(f"{nonce}/{as_photos}{at}") as due:
                if due and len(part) == 1:
                    await self._posting.file(spot, part[0], Wording(text=""), as_photo=as_photos)
                elif due:
                    await self._posting.album(spot, part, as_photos=as_photos)

    async def _whisper(
        self, address: Address, spot: Spot, working: int | None, reply: Reply, files: Sequence[PictureFile]
    ) -> int:
        """An answer for one person goes to the private chat with them; the group sees only that there was one."""
        person = Spot(chat=int(address.author.id.partition(":")[2]), topic=None, reply_to=None)
        words = WHISPERED
        try:
            with self._once_only(f"{address.nonce}/whisper") as due:
                if due:
                    await self._post(f"{address.nonce}/whisper", person, None, reply, files)
        except (Forbidden, BadRequest) as error:
            logger.info("no private chat", extra={"action": "whisper_missed", "error": type(error).__name__})
            words = NOT_WHISPERED.format(username=self._bot.username)
        return await self._posting.text(spot, Wording(text=words), instead_of=working)

    async def _show(self, spot: Spot, message: int, text: str, preview: bytes | None) -> None:
        wording = pieces(worded(text), first_max=CAPTION_UNITS_MAX)[0]
        try:
            if preview is not None:
                media = InputMediaPhoto(preview, caption=wording.text, caption_entities=wording.entities)
                await self._bot.edit_message_media(media, chat_id=spot.chat, message_id=message)
            else:
                await self._bot.edit_message_text(
                    wording.text, chat_id=spot.chat, message_id=message, entities=wording.entities
                )
        except BadRequest as error:
            if is_other_kind(error) and preview is None:  # it already shows a preview
                await self._bot.edit_message_caption(
                    spot.chat, message, caption=wording.text, caption_entities=wording.entities
                )
            elif not is_unchanged(error):
                raise

    def _spot(self, address: Address) -> Spot:
        place = address.place
        chat = int(place.channel)
        return Spot(
            chat=self._moved.get(chat, chat),
            topic=None if place.thread is None else int(place.thread),
            reply_to=None if address.reply_to is None else int(address.reply_to),
        )

    @contextmanager
    def _translated(self, chat: int) -> Generator[None]:
        """Our errors for Telegram's; what they teach is kept: where a group moved to, and how long to be quiet."""
        try:
            yield
        except ChatMigrated as error:
            self._moved[chat] = error.new_chat_id
            if len(self._moved) > MOVED_MAX:
                self._moved.popitem(last=False)
            raise as_ours(error) from error
        except RetryAfter as error:
            self._pace.hush(chat, wait_seconds(error))
            raise as_ours(error) from error
        except TelegramError as error:
            raise as_ours(error) from error

    @contextmanager
    def _once_only(self, key: str) -> Generator[bool]:
        """Whether this part is still to be posted. It counts as posted when the block ends without an error."""
        due = not self._is_done(key)
        yield due
        if due:
            self._done(key)

    def _is_done(self, key: str) -> bool:
        return key in self._once

    def _done(self, key: str) -> None:
        self._once[key] = None
        if len(self._once) > ONCE_MAX:
            self._once.popitem(last=False)


def _final(chat: int, message: str | None) -> str:
    """Key of a working message that became the reply: late progress must not write over it."""
    return f"final/{chat}/{message}"


def _asks_back(reply: Reply, spot: Spot) -> ForceReply | None:
    """In a group a question without buttons makes the asker's client answer it: a reply reaches the bot in privacy mode."""
    return ForceReply(selective=True) if reply.kind == "question" and spot.chat < 0 else None
