"""A person's own pictures, for a page that shows them: found, told apart, and deleted. Checked against the owners in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from agent.domain.conversation import AuthorId, ImageId, MessageId, Place, PlatformName


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryQuery:
    """Which pictures; all of it has to hold."""

    words: str = ""
    """What they show, and when they were drawn ("the fox from last week"). As /show reads them."""
    platform: PlatformName | None = None
    channel: str | None = None
    """Place.channel_key."""
    character: str | None = None
    """The name of somebody who is in them."""
    style: str | None = None
    """In lower case, as GalleryFacets names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPicture:
    image: ImageId
    caption: str
    at: datetime
    place: Place
    message: MessageId
    """The bot's message that it was posted with."""
    position: int
    """In that message, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryPage:
    pictures: tuple[GalleryPicture, ...]
    next: str = ""
    """To be handed in as `after`; "": these are the last ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """Something that pictures have in common, and how many do."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GalleryFacets:
    """What a person's pictures can be told apart by, the most frequent first, at most FACETS_MAX of each."""

    total: int
    places: tuple[tuple[Place, int], ...] = ()
    """Without threads."""
    characters: tuple[Facet, ...] = ()
    styles: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedMessage:
    """A message of the bot that no longer shows a deleted picture."""

    message: MessageId
    place: Place
    is_gone: bool
    """It showed nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedPictures:
    count: int
    changed: tuple[ChangedMessage, ...] = ()


class Gallery(Protocol):
    """Pictures that the bot posted for some people (the accounts of one person), private ones too; what was drawn incognito is found
    by nobody."""

    async def page(
        self, owners: Sequence[AuthorId], query: GalleryQuery, *, after: str = "", limit: int = 100
    ) -> GalleryPage:
        """Newest first; with words that name more than a time, best first and at most FOUND_MAX. Raises BadInput for an `after` that is
        none, StoreUnavailable."""
        ...

    async def facets(self, owners: Sequence[AuthorId]) -> GalleryFacets:
        """Raises StoreUnavailable."""
        ...

    async def prompt(self, owners: Sequence[AuthorId], image: str) -> str:
        """What the image model was told for that picture of theirs. Raises NotFound, StoreUnavailable."""
        ...

    async def delete(self, owners: Sequence[AuthorId], images: Sequence[str]) -> DeletedPictures:
        """Those that are the owners' and of which we keep the only copy (web, console): record, pixels, and in every message that shows
        them. A memory keeps the picture that it shows. Raises StoreUnavailable."""
        ...
