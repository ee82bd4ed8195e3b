"""What a Telegram message shows beside its words: pictures to be fetched, and a word for what cannot be read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Document, ExternalReplyInfo, Message, PhotoSize, Sticker

from adapters.telegram.inbound.message_senders import NAME_CHARS_MAX, clean
from agent.domain.conversation import IncomingImage
from agent.limits import IMAGE_BYTES_MAX

_UNREADABLE = (
    "video", "video_note", "voice", "audio", "location", "contact", "poll", "dice", "venue", "game", "story", "checklist",
    "paid_media",
)  # fmt: skip
_PICTURE_NAMES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".avif")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A picture to be fetched with getFile."""

    id: str
    name: str
    size: int | None
    """Bytes, where Telegram says."""

    @property
    def is_too_large(self) -> bool:
        return self.size is not None and self.size > IMAGE_BYTES_MAX


def pictures_of(message: Message) -> tuple[FileRef, ...]:
    if message.animation:  # comes with a document of the same file
        return ()
    return _pictures(message.photo, message.sticker, message.document, str(message.message_id))


def pictures_elsewhere(reply: ExternalReplyInfo | None) -> tuple[FileRef, ...]:
    """Of a message in another chat that is answered here."""
    if reply is None or reply.animation:
        return ()
    return _pictures(reply.photo, reply.sticker, reply.document, "quoted")


def _pictures(
    photo: Sequence[PhotoSize] | None, sticker: Sticker | None, document: Document | None, name: str
) -> tuple[FileRef, ...]:
    if photo:
        return (FileRef(id=photo[-1].file_id, name=f"photo-{name}.jpg", size=photo[-1].file_size),)
    if sticker and not (sticker.is_animated or sticker.is_video):
        return (FileRef(id=sticker.file_id, name=f"sticker-{name}.webp", size=sticker.file_size),)
    if document and _is_picture(document):
        shown = clean(document.file_name or "") or f"picture-{name}"
        return (FileRef(id=document.file_id, name=shown[-NAME_CHARS_MAX:], size=document.file_size),)
    return ()


def _is_picture(document: Document) -> bool:
    kind = document.mime_type or ""
    unsaid = kind in ("", "application/octet-stream")
    return kind.startswith("image/") or (
        unsaid and (document.file_name or "").lower().endswith(_PICTURE_NAMES)
    )


def problems_of(message: Message) -> tuple[IncomingImage, ...]:
    """A word for each thing that cannot be read, so that it is not passed over in silence."""
    kind = next((kind for kind in _UNREADABLE if getattr(message, kind, None)), "")
    if message.animation or (message.sticker and (message.sticker.is_animated or message.sticker.is_video)):
        kind = "moving picture"
    elif message.document and not _is_picture(message.document):
        kind = "file of this kind"
    if not kind:
        return ()
    article = "an" if kind[0] in "aeiou" else "a"
    problem = f"I cannot read {article} {kind.replace('_', ' ')}; I can read words and pictures."
    return (IncomingImage(name=kind, data=b"", problem=problem),)
