"""Memories that are pictures with words, and a name: how somebody wants to be drawn, and style boards."""

from dataclasses import dataclass
from typing import Literal

from agent.domain.memory import MemoryId, MemoryScope

AlbumKind = Literal["me", "board"]
ME = "me"
"""What one's own album is called."""
LABEL_CHARS_MAX = 40
ALBUM_NAME_CHARS_MAX = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPicture:
    image: str
    """ImageId."""
    label: str = ""
    """What sets it apart from the others: "with glasses"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """One of them, as it is kept."""

    memory: MemoryId
    scope: MemoryScope
    kind: AlbumKind
    name: str
    words: str = ""
    pictures: tuple[LabelledPicture, ...] = ()
    author: str = ""
    """AuthorId of who made it; "" once they had everything forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumChange:
    """What is to be added to an album, which is made where there is none."""

    kind: AlbumKind
    name: str = ME
    words: str | None = None
    """None: they stay as they are."""
    pictures: tuple[LabelledPicture, ...] = ()
