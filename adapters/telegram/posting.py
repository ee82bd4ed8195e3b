"""Puts one message where it belongs: by an edit, which may be repeated without harm, or anew where an edit cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.error import BadRequest

from adapters.telegram.troubles import is_bad_photo, is_gone, is_other_kind, is_unchanged
from adapters.telegram.wording import Wording
from agent.errors import NotAllowed
from agent.ports import PictureFile

PHOTO_BYTES_MAX = 10_000_000
FILE_BYTES_MAX = 50_000_000
ALBUM_ITEMS_MAX = 10

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
Media = InputMediaPhoto | InputMediaDocument


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


class Posting:
    """All raise TelegramError, and NotAllowed for what is too large; all return the id of the message that now shows it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def text(
        self,
        spot: Spot,
        wording: Wording,
        *,
        markup: InlineKeyboardMarkup | ForceReply | None = None,
        instead_of: int | None = None,
    ) -> int:
        """`instead_of` is edited where that is possible, else replaced."""
        keyboard = markup if isinstance(markup, InlineKeyboardMarkup) else None
        if instead_of is not None and not isinstance(markup, ForceReply):
            try:
                await self._bot.edit_message_text(
                    wording.text, chat_id=spot.chat, message_id=instead_of, entities=wording.entities,
                    reply_markup=keyboard, link_preview_options=_NO_PREVIEW,
                )  # fmt: skip
            except BadRequest as error:
                if is_unchanged(error):
                    return instead_of
                if not (is_gone(error) or is_other_kind(error)):
                    raise
            else:
                return instead_of
        sent = await self._bot.send_message(
            spot.chat, wording.text, entities=wording.entities, message_thread_id=spot.topic,
            reply_parameters=spot.answering, reply_markup=markup, link_preview_options=_NO_PREVIEW,
        )  # fmt: skip
        return await self._replaced(spot, instead_of, sent)

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
        photo = as_photo and len(file.data) <= PHOTO_BYTES_MAX
        try:
            return await self._file(spot, file, wording, photo=photo, markup=markup, instead_of=instead_of)
        except BadRequest as error:
            if not (photo and is_bad_photo(error)):
                raise
            return await self._file(spot, file, wording, photo=False, markup=markup, instead_of=instead_of)

    async def album(self, spot: Spot, files: Sequence[PictureFile], *, as_photos: bool) -> None:
        """Two to ten together, without words or buttons: an album can have no keyboard."""
        photos = as_photos and all(len(file.data) <= PHOTO_BYTES_MAX for file in files)
        await self._bot.send_media_group(
            spot.chat, [_media(file, Wording(text=""), photo=photos) for file in files],
            message_thread_id=spot.topic, reply_parameters=spot.answering,
        )  # fmt: skip

    async def remove(self, chat: int, message: int) -> None:
        """Gone already is fine."""
        try:
            await self._bot.delete_message(chat, message)
        except BadRequest as error:
            if not is_gone(error):
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
            try:
                await self._bot.edit_message_media(
                    _media(file, wording, photo=photo), chat_id=spot.chat, message_id=instead_of,
                    reply_markup=markup,
                )  # fmt: skip
            except BadRequest as error:
                if is_unchanged(error):
                    return instead_of
                if not (is_gone(error) or is_other_kind(error)):
                    raise
            else:
                return instead_of
        return await self._replaced(
            spot, instead_of, await self._send_file(spot, file, wording, photo=photo, markup=markup)
        )

    async def _send_file(
        self,
        spot: Spot,
        file: PictureFile,
        wording: Wording,
        *,
        photo: bool,
        markup: InlineKeyboardMarkup | None,
    ) -> Message:
        if photo:
            return await self._bot.send_photo(
                spot.chat, file.data, caption=wording.text, caption_entities=wording.entities, filename=file.name,
                message_thread_id=spot.topic, reply_parameters=spot.answering, reply_markup=markup,
            )  # fmt: skip
        return await self._bot.send_document(
            spot.chat, _sized(file), caption=wording.text, caption_entities=wording.entities, filename=file.name,
            message_thread_id=spot.topic, reply_parameters=spot.answering, reply_markup=markup,
            disable_content_type_detection=True,
        )  # fmt: skip

    async def _replaced(self, spot: Spot, old: int | None, sent: Message) -> int:
        """The working message goes only after its replacement is there."""
        if old is not None:
            await self.remove(spot.chat, old)
        return sent.message_id


def _media(file: PictureFile, wording: Wording, *, photo: bool) -> Media:
    caption, entities = wording.text or None, wording.entities
    if photo:
        return InputMediaPhoto(file.data, caption=caption, caption_entities=entities, filename=file.name)
    return InputMediaDocument(
        _sized(file),
        caption=caption,
        caption_entities=entities,
        filename=file.name,
        disable_content_type_detection=True,
    )


def _sized(file: PictureFile) -> bytes:
    if len(file.data) > FILE_BYTES_MAX:
        raise NotAllowed(
            f"{file.name} is larger than {FILE_BYTES_MAX // 1_000_000} MB; Telegram does not take it."
        )
    return file.data
