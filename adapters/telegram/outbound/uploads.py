"""Files as Telegram takes them: a photo of at most 10 MB, a document of at most 50, a sticker of 512 pixels."""

import base64
from collections.abc import Sequence
from dataclasses import replace

from telegram import InputMediaDocument, InputMediaPhoto, MessageEntity

from agent.domain.generation import ImageData
from agent.errors import BadImage, NotAllowed
from agent.limits import IMAGE_SIDE_MAX
from agent.ports import PictureFile, PixelGate
from agent.rendering.provenance import with_mark_of
from agent.translation.catalogue import _

PHOTO_BYTES_MAX = 10_000_000
FILE_BYTES_MAX = 50_000_000
STICKER_SIDE = 512
"""Pixels of the longer side, exactly."""
STICKER_BYTES_MAX = 512_000

_BLANK = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAAAAACPAi4CAAAALElEQVR42u3MMREAAAgEoNf+wYxlCDcPAlCTm45AIBAIBAKBQCAQCASC58EC0mgBSIps7sgAAAAASUVORK5CYII="
)


class Uploads:
    """`gate` makes a smaller photo of one that is too large; without it, that goes as a document."""

    def __init__(self, gate: PixelGate | None = None) -> None:
        self._gate = gate
        self.blank = PictureFile(data=_BLANK, media_type="image/png", name="deleted.png")
        """A small grey square, to stand where a picture was."""

    async def photo(self, file: PictureFile) -> PictureFile | None:
        """The file as a photo; None when it cannot be one."""
        if len(file.data) <= PHOTO_BYTES_MAX:
            return file
        if self._gate is None:
            return None
        whole = ImageData(data=file.data, media_type=file.media_type, width=0, height=0)
        try:
            smaller = await self._gate.thumbnail(whole, side=IMAGE_SIDE_MAX)
        except BadImage:
            return None
        name = f"{file.name.rpartition('.')[0]}.jpg"
        smaller = with_mark_of(file.data, smaller)
        small = replace(file, data=smaller.data, media_type=smaller.media_type, name=name)
        return small if len(small.data) <= PHOTO_BYTES_MAX else None

    async def sticker(self, file: PictureFile) -> PictureFile | None:
        """The file as a sticker; None when it cannot be one."""
        if self._gate is None:
            return None
        whole = ImageData(data=file.data, media_type=file.media_type, width=0, height=0)
        try:
            small = with_mark_of(file.data, await self._gate.sticker(whole, side=STICKER_SIDE))
        except BadImage:
            return None
        name = f"{file.name.rpartition('.')[0]}.webp"
        sticker = replace(file, data=small.data, media_type=small.media_type, name=name)
        return sticker if len(sticker.data) <= STICKER_BYTES_MAX else None


def sized(file: PictureFile) -> bytes:
    """The bytes of a document. Raises NotAllowed when there are too many."""
    if len(file.data) > FILE_BYTES_MAX:
        raise NotAllowed(
            _(
                "{name} is larger than {size} MB; Telegram does not take it.",
                name=file.name,
                size=FILE_BYTES_MAX // 1_000_000,
            )
        )
    return file.data


def as_media(
    file: PictureFile, *, photo: bool, caption: str = "", entities: Sequence[MessageEntity] = ()
) -> InputMediaPhoto | InputMediaDocument:
    """Raises NotAllowed for a document that is too large."""
    if photo:
        return InputMediaPhoto(
            file.data, caption=caption or None, caption_entities=entities, filename=file.name,
            has_spoiler=file.covered,
        )  # fmt: skip
    return InputMediaDocument(
        sized(file),
        caption=caption or None,
        caption_entities=entities,
        filename=file.name,
        disable_content_type_detection=True,
    )
