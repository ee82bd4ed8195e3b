"""Puts one message where it belongs: by an edit, which may be repeated without harm, or anew where an edit cannot be."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError

from adapters.telegram.albums import Sleep
from adapters.telegram.http.flood_waits import patiently
from adapters.telegram.http.platform_errors import (
    is_bad_photo,
    is_gone,
    is_other_kind,
    is_too_old,
    is_unchanged,
)
from adapters.telegram.outbound.uploads import Uploads, as_media, sized
from adapters.telegram.text_entities import Wording
from agent.ports import PictureFile
from agent.translation.catalogue import N_, _

ALBUM_ITEMS_MAX = 10
PHOTOS_MAX = 500
"""Photos whose names at Telegram are remembered until somebody asks."""
REMOVED = N_("Deleted.")

logger = logging.getLogger(__name__)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in Telegram: a chat, a topic in it, and the message answered (left out if that one is gone)."""

    chat: int
    topic: int | None
    reply_to: int | None

    @property
    def answering(self) -> ReplyParameters | None:
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


class PostUnseen(NetworkError):
    """A message with buttons may be in that chat: Telegram's answer was lost."""

    def __init__(self, chat: int, why: str) -> None:
        super().__init__(why)
        self.chat = chat


class Posting:
    """All raise TelegramError, and NotAllowed for what is too large; those that post return the id of what now shows it."""

    def __init__(self, bot: Bot, uploads: Uploads, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self._uploads = uploads
        self._sleep = sleep
        self._photos: OrderedDict[tuple[int, int], str] = OrderedDict()

    def photo(self, chat: int, message: int) -> str | None:
        """What Telegram calls the photo that was put into this message just now."""
        return self._photos.get((chat, message))

    def _saw(self, answer: object) -> None:
        if isinstance(answer, Message) and answer.photo:
            self._photos[answer.chat_id, answer.message_id] = answer.photo[-1].file_id
            if len(self._photos) > PHOTOS_MAX:
                self._photos.popitem(last=False)

    async def text(
        self,
        spot: Spot,
        wording: Wording,
        *,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
        instead_of: int | None = None,
    ) -> int:
        """`instead_of` is edited where that is possible, else replaced."""
        keyboard = None if isinstance(markup, ForceReply) else markup
        if instead_of is not None and not isinstance(markup, ForceReply):
            try:
                await self._bot.edit_message_text(
                    wording.text, chat_id=spot.chat, message_id=instead_of, entities=wording.entities,
                    reply_markup=keyboard, link_preview_options=_NO_PREVIEW,
                )  # fmt: skip
                return instead_of
            except (BadRequest, InvalidToken) as error:
                if is_unchanged(error):
                    return instead_of
                _log_replaced(error)
        post = self._bot.send_message(
            spot.chat, wording.text, entities=wording.entities, message_thread_id=spot.topic,
            reply_parameters=spot.answering, reply_markup=markup, link_preview_options=_NO_PREVIEW,
        )  # fmt: skip
        return await self._replaced(spot, instead_of, await _seen(post, spot, keyboard))

    async def file(
        self,
        spot: Spot,
        file: PictureFile,
        wording: Wording,
        *,
        as_photo: bool,
        markup: InlineKeyboardMarkup | None = None,
        instead_of: int | None = None,
    ) -> int:
        """A picture or document with its caption. What Telegram does not take as a photo goes as a document."""
        shown = await self._uploads.photo(file) if as_photo else None
        try:
            return await self._file(
                spot, shown or file, wording, photo=shown is not None, markup=markup, instead_of=instead_of
            )
        except BadRequest as error:
            if shown is None or not is_bad_photo(error):
                raise
            return await self._file(spot, file, wording, photo=False, markup=markup, instead_of=instead_of)

    async def album(self, spot: Spot, files: Sequence[PictureFile], *, as_photos: bool) -> list[int]:
        """Two to ten together, without words or buttons: an album can have no keyboard. Their ids, in order."""
        shown = [await self._uploads.photo(file) for file in files] if as_photos else []
        photos = [photo for photo in shown if photo is not None]
        all_photos = bool(photos) and len(photos) == len(files)
        sent = await self._bot.send_media_group(
            spot.chat, [as_media(file, photo=all_photos) for file in (photos if all_photos else files)],
            message_thread_id=spot.topic, reply_parameters=spot.answering,
        )  # fmt: skip
        for message in sent:
            self._saw(message)
        return [message.message_id for message in sent]

    async def sticker(self, spot: Spot, file: PictureFile) -> int:
        """A picture to be kept among one's stickers; where it cannot be one, or the chat takes none, a document."""
        sticker = await self._uploads.sticker(file)
        if sticker is not None:
            try:
                sent = await self._bot.send_sticker(
                    spot.chat, sticker.data, message_thread_id=spot.topic, reply_parameters=spot.answering
                )
                return sent.message_id
            except BadRequest as error:
                _log_replaced(error)
        return await self._file(spot, file, Wording(text=""), photo=False, markup=None, instead_of=None)

    async def preview(
        self,
        spot: Spot,
        message: int,
        wording: Wording,
        picture: bytes | None,
        *,
        markup: InlineKeyboardMarkup,
    ) -> None:
        """Changes what a working message says, and shows with it a partial picture if there is one."""
        try:
            if picture is None:
                await self._bot.edit_message_text(
                    wording.text, chat_id=spot.chat, message_id=message, entities=wording.entities,
                    reply_markup=markup,
                )  # fmt: skip
                return
            file = PictureFile(data=picture, media_type="image/jpeg", name="preview.jpg")
            media = as_media(file, photo=True, caption=wording.text, entities=wording.entities)
            await self._bot.edit_message_media(
                media, chat_id=spot.chat, message_id=message, reply_markup=markup
            )
        except BadRequest as error:
            if is_other_kind(error) and picture is None:  # it already shows a partial picture
                await self._bot.edit_message_caption(
                    spot.chat, message, caption=wording.text, caption_entities=wording.entities,
                    reply_markup=markup,
                )  # fmt: skip
            elif not is_unchanged(error):
                raise

    async def remove(self, chat: int, message: int) -> None:
        """Gone already is fine; what is too old to be deleted is emptied."""
        try:
            await self._bot.delete_message(chat, message)
        except BadRequest as error:
            if is_too_old(error):
                await self._empty(chat, message)
            elif not is_gone(error):
                raise

    async def withdrawn(self, spot: Spot, message: int, wording: Wording) -> int:
        """The words in place of what the message showed; a picture makes way for an empty one. Gone already is fine."""
        try:
            await self._bot.edit_message_text(
                wording.text, chat_id=spot.chat, message_id=message, entities=wording.entities,
                link_preview_options=_NO_PREVIEW,
            )  # fmt: skip
        except BadRequest as error:
            if is_other_kind(error):
                await self._empty(spot.chat, message, wording.text)
            elif not (is_gone(error) or is_unchanged(error)):
                raise
        return message

    async def _empty(self, chat: int, message: int, caption: str = "") -> None:
        blank = as_media(self._uploads.blank, photo=True, caption=caption or _(REMOVED))
        try:
            await self._bot.edit_message_media(blank, chat_id=chat, message_id=message)
        except BadRequest as error:
            if not (is_gone(error) or is_unchanged(error)):
                raise

    async def _file(
        self,
        spot: Spot,
        file: PictureFile,
        wording: Wording,
        *,
        photo: bool,
        markup: InlineKeyboardMarkup | None,
        instead_of: int | None,
    ) -> int:
        if instead_of is not None:
            media = as_media(file, photo=photo, caption=wording.text, entities=wording.entities)
            try:
                edited = await self._bot.edit_message_media(
                    media, chat_id=spot.chat, message_id=instead_of, reply_markup=markup
                )
                self._saw(edited)
                return instead_of
            except (BadRequest, InvalidToken) as error:
                if is_unchanged(error):
                    return instead_of
                _log_replaced(error)
        post = self._send_file(spot, file, wording.text, wording.entities, photo=photo, markup=markup)
        sent = await _seen(post, spot, markup)
        self._saw(sent)
        return await self._replaced(spot, instead_of, sent)

    async def _send_file(
        self,
        spot: Spot,
        file: PictureFile,
        caption: str,
        entities: Sequence[MessageEntity],
        *,
        photo: bool,
        markup: InlineKeyboardMarkup | None,
    ) -> Message:
        if photo:
            return await self._bot.send_photo(
                spot.chat, file.data, caption=caption, caption_entities=entities, filename=file.name,
                message_thread_id=spot.topic, reply_parameters=spot.answering, reply_markup=markup, has_spoiler=file.covered,
            )  # fmt: skip
        return await self._bot.send_document(
            spot.chat, sized(file), caption=caption, caption_entities=entities, filename=file.name,
            message_thread_id=spot.topic, reply_parameters=spot.answering, reply_markup=markup,
            disable_content_type_detection=True,
        )  # fmt: skip

    async def _replaced(self, spot: Spot, old: int | None, sent: Message) -> int:
        """The working message goes only after its replacement is there. If it stays, that is all: a trouble told here would have
        the reply posted a second time."""
        if old is not None:
            try:
                await patiently(lambda: self.remove(spot.chat, old), self._sleep, reads=True)
            except TelegramError as error:
                logger.warning(
                    "a working message stays",
                    extra={"action": "working_stays", "error": type(error).__name__},
                )
        return sent.message_id


async def _seen(post: Awaitable[Message], spot: Spot, markup: InlineKeyboardMarkup | None) -> Message:
    """Raises PostUnseen where it may have been carried out, and its buttons would tell."""
    try:
        return await post
    except NetworkError as error:
        if markup is None or isinstance(error, BadRequest):
            raise
        raise PostUnseen(spot.chat, error.message) from error


def _log_replaced(error: TelegramError) -> None:
    """An edit that was refused was not carried out: whatever the reason (gone, a server that cannot make a picture of words, or
    lacks the method, which the library takes for a wrong token), a new message does no harm, and a real trouble shows there."""
    logger.info(
        "an edit was refused",
        extra={"action": "edit_refused", "error": type(error).__name__, "why": error.message[:100]},
    )
