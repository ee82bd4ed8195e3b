"""Albums in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from agent.domain.memory import (
    ALBUM_NAME_CHARS_MAX,
    LABEL_CHARS_MAX,
    Album,
    AlbumChange,
    AlbumKind,
    MemoryId,
    MemoryScope,
    Reader,
)
from agent.errors import BadInput, NotAllowed, NotFound
from agent.limits import REFERENCE_IMAGES_MAX
from tests.fakes.people.people import FakePeople


class FakeAlbums:
    """The `Albums`."""

    def __init__(self, people: FakePeople) -> None:
        self._people = people

    async def list(self, reader: Reader, kind: AlbumKind) -> Sequence[Album]:
        scopes = reader.scopes()
        found = [
            album
            for album in self._people.albums.values()
            if album.kind == kind and album.scope in scopes and (kind == "board" or album.scope == scopes[0])
        ]
        off = reader.author in self._people.memory_off
        shown = [album for album in found if not (off and album.scope.kind == "user")]
        return sorted(shown, key=lambda album: (scopes.index(album.scope), album.name.casefold()))

    async def save(
        self,
        reader: Reader,
        scope: MemoryScope,
        change: AlbumChange,
        *,
        may_manage: bool = False,
        turn: str | None = None,
    ) -> Album:
        _check(change)
        if scope not in reader.scopes():
            raise NotFound("not here")
        if reader.author in self._people.memory_off or (scope.kind != "user" and not may_manage):
            raise NotAllowed("not kept")
        if not all(self._may_use(reader, one.image, change.kind) for one in change.pictures):
            raise NotFound("not there")
        known = next((one for one in self._people.albums.values() if _is_named(one, scope, change)), None)
        album = known or Album(
            memory=MemoryId(str(uuid4())),
            scope=scope,
            kind=change.kind,
            name=change.name,
            author=reader.author,
        )
        grown = _grown(album, change)
        self._people.albums[album.memory] = grown
        return grown

    async def label(
        self, reader: Reader, album: str, picture: str, label: str, *, may_manage: bool = False
    ) -> Album:
        if len(label) > LABEL_CHARS_MAX:
            raise BadInput("too long")
        known = self._own(reader, album, picture, may_manage=may_manage)
        shown = tuple(replace(one, label=label) if one.image == picture else one for one in known.pictures)
        self._people.albums[album] = replace(known, pictures=shown)
        return self._people.albums[album]

    async def take_out(
        self, reader: Reader, album: str, picture: str, *, may_manage: bool = False
    ) -> Album | None:
        known = self._own(reader, album, picture, may_manage=may_manage)
        left = replace(known, pictures=tuple(one for one in known.pictures if one.image != picture))
        self._people.albums[album] = left
        if not left.pictures and not left.words:
            del self._people.albums[album]
        self._drop(picture)
        return self._people.albums.get(album)

    async def forget(self, reader: Reader, album: str, *, may_manage: bool = False) -> bool:
        known = self._people.albums.get(album)
        if known is None or not _may_change(reader, known, may_manage=may_manage):
            return False
        del self._people.albums[album]
        for one in known.pictures:
            self._drop(one.image)
        return True

    def _own(self, reader: Reader, album: str, picture: str, *, may_manage: bool) -> Album:
        known = self._people.albums.get(album)
        if known is None or not _may_change(reader, known, may_manage=may_manage):
            raise NotFound("not there")
        if picture not in [one.image for one in known.pictures]:
            raise NotFound("not in it")
        return known

    def _may_use(self, reader: Reader, image: str, kind: AlbumKind) -> bool:
        if image in self._people.pictures and self._people.pictures[image][0] == reader.author:
            return True
        drawing = self._people.drawings.get(image)
        return kind == "board" and drawing is not None and drawing.place.channel_key == reader.channel

    def _drop(self, image: str) -> None:
        """Where nothing else shows it."""
        held = any(image in [one.image for one in album.pictures] for album in self._people.albums.values())
        if not held and image not in self._people.drawings:
            self._people.pictures.pop(image, None)


def _check(change: AlbumChange) -> None:
    if not change.name.strip() or len(change.name) > ALBUM_NAME_CHARS_MAX:
        raise BadInput("a name has at most 40 characters")
    if any(len(one.label) > LABEL_CHARS_MAX for one in change.pictures):
        raise BadInput("a label has at most 40 characters")


def _is_named(album: Album, scope: MemoryScope, change: AlbumChange) -> bool:
    same = change.kind == "me" or album.name.casefold() == change.name.casefold()
    return album.kind == change.kind and album.scope == scope and same


def _grown(album: Album, change: AlbumChange) -> Album:
    shown = {one.image: one for one in (*album.pictures, *change.pictures)}
    words = album.words if change.words is None else change.words.strip()
    if len(shown) > REFERENCE_IMAGES_MAX:
        raise BadInput(f"{REFERENCE_IMAGES_MAX} pictures are the most")
    if not shown and not words:
        raise BadInput("Attach a picture, or say it in words.")
    return replace(album, words=words, pictures=tuple(shown.values()))


def _may_change(reader: Reader, album: Album, *, may_manage: bool) -> bool:
    return album.scope in reader.scopes() and (album.scope.kind == "user" or may_manage)
