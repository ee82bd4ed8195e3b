"""Pictures that a message shows by its components (galleries, thumbnails, files) and neither attaches nor embeds, as other bots do."""

from collections.abc import Iterator, Sequence

import discord
from discord.components import (
    Container,
    FileComponent,
    MediaGalleryComponent,
    SectionComponent,
    ThumbnailComponent,
)

from adapters.discord.http.raw_json import Raw, obj, objects, string

MEDIA_MAX = 10
"""Of one message: as many as a gallery has."""
ITEMS_MAX = 200
"""Components of a message that are looked through; Discord allows forty."""


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
    for _ in range(ITEMS_MAX):
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
