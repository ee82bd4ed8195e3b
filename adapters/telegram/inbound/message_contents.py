"""What a Telegram message shows beside its words: pictures to be fetched, and a word for what cannot be read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import Chat, Document, ExternalReplyInfo, Message, PhotoSize, Sticker

from adapters.telegram.inbound.message_senders import NAME_CHARS_MAX, clean
from agent.domain.incoming import IncomingImage
from agent.limits import IMAGE_BYTES_MAX, VOICE_BYTES_MAX, VOICE_SECONDS_MAX
from agent.translation.catalogue import N_, _
from agent.wording.unread_files import voice_too_long

_UNREADABLE = (
    "video", "video_note", "voice", "audio", "location", "contact", "poll", "dice", "venue", "game", "story", "checklist",
    "paid_media",
)  # fmt: skip
_IN_WORDS = {
    "video": N_("I cannot read a video; I can read words and pictures."),
    "video_note": N_("I cannot read a video message; I can read words and pictures."),
    "voice": N_("I cannot read a voice message; I can read words and pictures."),
    "audio": N_("I cannot read a sound file; I can read words and pictures."),
    "location": N_("I cannot read a location; I can read words and pictures."),
    "contact": N_("I cannot read a contact; I can read words and pictures."),
    "poll": N_("I cannot read a poll; I can read words and pictures."),
    "dice": N_("I cannot read a die that is thrown; I can read words and pictures."),
    "venue": N_("I cannot read a venue; I can read words and pictures."),
    "game": N_("I cannot read a game; I can read words and pictures."),
    "story": N_("I cannot read a story; I can read words and pictures."),
    "checklist": N_("I cannot read a checklist; I can read words and pictures."),
    "paid_media": N_("I cannot read pictures that are to be paid for; I can read words and pictures."),
    "moving picture": N_("I cannot read a moving picture; I can read words and pictures."),
    "file of this kind": N_("I cannot read a file of this kind; I can read words and pictures."),
}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRef:
    """A voice message to be fetched with getFile."""

    id: str
    media_type: str
    problem: str = ""
    """Why it need not be fetched."""


def voice_of(message: Message) -> VoiceRef | None:
    voice = message.voice
    if voice is None:
        return None
    seconds = voice.duration if isinstance(voice.duration, int) else int(voice.duration.total_seconds())
    too_long = seconds > VOICE_SECONDS_MAX or (voice.file_size or 0) > VOICE_BYTES_MAX
    return VoiceRef(
        id=voice.file_id,
        media_type=voice.mime_type or "audio/ogg",
        problem=voice_too_long() if too_long else "",
    )


def pictures_of(message: Message) -> tuple[FileRef, ...]:
    """Of what moves, the still that Telegram made of it."""
    if message.animation:  # comes with a document of the same file
        return _still(message.animation.thumbnail, str(message.message_id))
    if _moves(message.sticker):
        return _still(message.sticker and message.sticker.thumbnail, str(message.message_id))
    return _pictures(message.photo, message.sticker, message.document, str(message.message_id))


def pictures_elsewhere(reply: ExternalReplyInfo | None) -> tuple[FileRef, ...]:
    """Of a message in another chat that is answered here."""
    if reply is None:
        return ()
    if reply.animation:
        return _still(reply.animation.thumbnail, "quoted")
    return _pictures(reply.photo, reply.sticker, reply.document, "quoted")


def is_covered(message: Message | ExternalReplyInfo | None) -> bool:
    """Its author hid its picture until it is tapped."""
    return message is not None and bool(message.has_media_spoiler)


def is_reaction(message: Message) -> bool:
    """A sticker without a word, in reply to the bot in a group: that is applause, not a wish. Also a die that is thrown."""
    return bool(message.sticker or message.dice) and message.chat.type != Chat.PRIVATE


def _moves(sticker: Sticker | None) -> bool:
    return sticker is not None and (sticker.is_animated or sticker.is_video)


def _still(thumbnail: PhotoSize | None, name: str) -> tuple[FileRef, ...]:
    if thumbnail is None:
        return ()
    return (FileRef(id=thumbnail.file_id, name=f"still-{name}.jpg", size=thumbnail.file_size),)


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


def problems_answered(message: Message) -> tuple[IncomingImage, ...]:
    """The same of what it answers where that is no message of this chat: a story, or a message of another chat."""
    if message.reply_to_story is not None:
        return (_unread("story"),)
    elsewhere = message.external_reply
    return () if elsewhere is None else problems_of(elsewhere)


def problems_of(message: Message | ExternalReplyInfo) -> tuple[IncomingImage, ...]:
    """A word for each thing that cannot be read, so that it is not passed over in silence."""
    kind = next((kind for kind in _UNREADABLE if getattr(message, kind, None)), "")
    if pictures_of(message) if isinstance(message, Message) else pictures_elsewhere(message):
        kind = ""
    elif message.animation or _moves(message.sticker):
        kind = "moving picture"
    elif message.document and not _is_picture(message.document):
        kind = "file of this kind"
    if not kind:
        return ()
    return (_unread(kind),)


def _unread(kind: str) -> IncomingImage:
    return IncomingImage(name=kind, data=b"", problem=_(_IN_WORDS[kind]))
