"""What a Discord message shows beside its words: pictures to be fetched, also those that its components show (galleries, thumbnails,
files) and that are neither attached nor embedded, as other bots do; and a word for what cannot be read. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import discord
from discord.components import (
    Container,
    FileComponent,
    MediaGalleryComponent,
    SectionComponent,
    ThumbnailComponent,
)

from adapters.http.foreign_json import Raw, obj, objects, string
from agent.domain.incoming import IncomingImage
from agent.limits import IMAGE_BYTES_MAX, TEXT_CHARS_MAX, VOICE_BYTES_MAX, VOICE_SECONDS_MAX
from agent.translation.catalogue import _
from agent.translation.numbers import whole
from agent.wording.unread_files import voice_too_long

MEDIA_MAX = 10
"""Of one message: as many as a gallery has."""
ITEMS_MAX = 200
"""Components of a message that are looked through; Discord allows forty."""
NAME_CHARS_MAX = 64
ANYTHING = "application/octet-stream"
"""The type of a file whose type nobody told."""
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic", ".heif")
LONG_WORDS = "message.txt"
"""The name that Discord's client gives to what is too long for a message."""
WORDS_BYTES_MAX = 4 * TEXT_CHARS_MAX


def media_of(components: Sequence[discord.Component]) -> list[tuple[str, str]]:
    """Address and media type ("" where Discord does not say) of each, in the order shown."""
    found = [(each.proxy_url or each.url, each.content_type or "") for each in _walk(components)]
    return [(url, kind) for url, kind in found if url][:MEDIA_MAX]


def covers(components: Sequence[discord.Component]) -> bool:
    """Whether something of it is hidden until it is tapped."""
    return any(_is_hidden(part) for part in components)


def media_in(components: object) -> list[tuple[str, str]]:
    """As `media_of`, of a message that is known as JSON alone."""
    found: list[tuple[str, str]] = []
    open_parts: list[Raw] = objects(components)
    for _nth in range(ITEMS_MAX):
        if not open_parts:
            break
        part = open_parts.pop(0)
        for holder in (part, *objects(part.get("items"))):
            media = obj(holder.get("media")) or obj(holder.get("file"))
            if url := string(media.get("proxy_url")) or string(media.get("url")):
                found.append((url, string(media.get("content_type"))))
        accessory = obj(part.get("accessory"))
        open_parts = [*objects(part.get("components")), *([accessory] if accessory else []), *open_parts]
    return found[:MEDIA_MAX]


def _is_hidden(part: discord.Component) -> bool:
    match part:
        case MediaGalleryComponent():
            return any(item.spoiler for item in part.items)
        case ThumbnailComponent() | FileComponent():
            return part.spoiler
        case Container():
            return part.spoiler or covers(part.children)
        case SectionComponent():
            return covers([*part.children, part.accessory])
        case _:
            return False


def _walk(components: Sequence[discord.Component]) -> Iterator[discord.UnfurledMediaItem]:
    for part in components:
        match part:
            case MediaGalleryComponent():
                yield from (item.media for item in part.items)
            case ThumbnailComponent() | FileComponent():
                yield part.media
            case Container():
                yield from _walk(part.children)
            case SectionComponent():
                yield from _walk([*part.children, part.accessory])
            case _:
                pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A picture to be fetched from Discord's file server."""

    url: str
    name: str
    size: int | None = None
    problem: str = ""
    """Why it need not be fetched."""
    kind: str = ""
    """Media type, where it matters."""
    covered: bool = False
    """Its author hid it until it is tapped; told of what a command or a form brings."""


def pictures(message: discord.Message | discord.MessageSnapshot) -> tuple[FileRef, ...]:
    """Attached pictures, stickers that do not move, and what embeds and components show, as Discord's own server keeps it."""
    attached = [_attached(file) for file in message.attachments if not is_words(file)]
    stickers = [_sticker(sticker) for sticker in message.stickers]
    found = [ref for ref in (*attached, *stickers, *_poll(message), *previews(message)) if ref is not None]
    return (*found, *shown_beside(media_of(message.components), found))


def is_covered(message: discord.Message | discord.MessageSnapshot) -> bool:
    """Its author hid a picture in it until it is tapped."""
    return any(file.is_spoiler() for file in message.attachments) or covers(message.components)


def words_in_a_file(message: discord.Message) -> FileRef | None:
    """What was too long for a message: the client sends it as a file."""
    file = next((file for file in message.attachments if is_words(file)), None)
    if file is None:
        return None
    too_long = file.size > WORDS_BYTES_MAX
    problem = (
        _("What you wrote is too long; I read {most} characters at most.", most=whole(TEXT_CHARS_MAX))
        if too_long
        else ""
    )
    return FileRef(url=file.url, name=file.filename, size=file.size, problem=problem)


def voice_in(message: discord.Message) -> FileRef | None:
    """What was spoken: Discord's client sends it as the only file of a message."""
    file = next((file for file in message.attachments if is_voice(file)), None)
    if file is None:
        return None
    too_long = (file.duration or 0) > VOICE_SECONDS_MAX or file.size > VOICE_BYTES_MAX
    return FileRef(
        url=file.url, name="voice message", size=file.size, problem=voice_too_long() if too_long else "",
        kind=(file.content_type or "audio/ogg").partition(";")[0],
    )  # fmt: skip


def previews(message: discord.Message | discord.MessageSnapshot) -> tuple[FileRef, ...]:
    """The pictures of its embeds: those of a link come later than the message."""
    embedded = (_embedded(embed, number) for number, embed in enumerate(message.embeds, start=1))
    return tuple(ref for ref in embedded if ref is not None)


def shown_beside(media: Sequence[tuple[str, str]], known: Sequence[FileRef]) -> tuple[FileRef, ...]:
    """What components show, but for what is among the attachments as well."""
    paths = {urlsplit(ref.url).path for ref in known}
    fresh = [(url, kind) for url, kind in media if urlsplit(url).path not in paths]
    return tuple(
        file_ref(
            url,
            f"shown-{number}.png" if kind.startswith("image/") or not kind else f"file {number}",
            kind,
            None,
        )
        for number, (url, kind) in enumerate(fresh, start=1)
    )


def file_ref(url: str, name: str, kind: str, size: int | None) -> FileRef:
    """An attachment, with a word for what cannot be looked at. `kind` is its media type, "" if it has none."""
    clean = name.replace("\x00", "")[:NAME_CHARS_MAX] or "picture"
    kind = "" if kind == ANYTHING else kind
    problem = ""
    if (kind and not kind.startswith("image/")) or (not kind and not clean.lower().endswith(PICTURE_ENDINGS)):
        problem = _("I cannot read {name}; I can read words and pictures.", name=clean)
    elif size is not None and size > IMAGE_BYTES_MAX:
        problem = _(
            "{shown} is {size} MB; I take {most} MB at most.",
            shown=clean,
            size=size // 1_000_000,
            most=IMAGE_BYTES_MAX // 1_000_000,
        )
    return FileRef(url=url, name=clean, size=size, problem=problem)


def unread(ref: FileRef) -> IncomingImage:
    return IncomingImage(name=ref.name, data=b"", problem=ref.problem)


def is_words(file: discord.Attachment) -> bool:
    """Whether its author wrote it as a message."""
    return file.filename == LONG_WORDS and (file.content_type or "text/plain").startswith("text/plain")


def is_voice(file: discord.Attachment) -> bool:
    """Whether its author spoke it: a sound file that is merely attached has no waveform."""
    return file.is_voice_message()


def _poll(message: discord.Message | discord.MessageSnapshot) -> Sequence[FileRef]:
    if not isinstance(message, discord.Message) or message.poll is None:
        return ()
    return (FileRef(url="", name="poll", problem=_("I cannot read a poll; I can read words and pictures.")),)


def _attached(file: discord.Attachment) -> FileRef:
    return file_ref(file.url, file.filename, (file.content_type or "").partition(";")[0], file.size)


def _sticker(sticker: discord.StickerItem) -> FileRef | None:
    if sticker.format in (discord.StickerFormatType.png, discord.StickerFormatType.apng):
        return FileRef(url=sticker.url, name=f"{sticker.name[:NAME_CHARS_MAX]}.png")
    problem = _("I cannot read the sticker {name}: it is an animation.", name=sticker.name[:NAME_CHARS_MAX])
    return FileRef(url="", name=sticker.name[:NAME_CHARS_MAX], problem=problem)


def _embedded(embed: discord.Embed, number: int) -> FileRef | None:
    url = embed.image.proxy_url or embed.thumbnail.proxy_url
    return FileRef(url=url, name=f"embedded-{number}.png") if url else None
