"""How the visitor looks, who may draw them and has, and style boards: seen, added to, labelled, shared, taken from, allowed and forgotten.
What may be had and changed is decided by the ports, for the visitor's own view."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.api.forms import Form, Forms
from adapters.web.config import PeopleServices
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.places import Places
from adapters.web.requests import body_of
from agent.domain.conversation import AuthorId
from agent.domain.incoming import IncomingImage
from agent.domain.memory import (
    ALBUM_NAME_CHARS_MAX,
    LABEL_CHARS_MAX,
    ME,
    Album,
    AlbumChange,
    AlbumKind,
    LabelledPicture,
    MemoryScope,
    Reader,
)
from agent.domain.people import Allowance, LikenessUse
from agent.errors import BadImage, BadInput, NotAllowed, NotFound
from agent.limits import MEMORY_CHARS_MAX, REFERENCE_IMAGES_MAX, USES_SHOWN_MAX
from agent.translation.catalogue import _
from agent.wording import boards, people

ID_CHARS_MAX = 64


class LabelBody(BaseModel):
    label: str = Field(max_length=LABEL_CHARS_MAX)


class AllowanceBody(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    who: Allowance


class OwnAlbums:
    """Endpoints of albums. ?channel= adds the boards that hold there."""

    def __init__(self, sessions: Sessions, places: Places, kept: PeopleServices) -> None:
        self._sessions = sessions
        self._places = places
        self._kept = kept
        self._forms = Forms()

    def routes(self) -> list[Route]:
        return [
            Route("/api/albums", self.listed, methods=["GET"]),
            Route("/api/albums/allowance", self.allow, methods=["PUT"]),
            Route("/api/albums/me", self.add_to_me, methods=["POST"]),
            Route("/api/albums/board", self.add_to_board, methods=["POST"]),
            Route("/api/albums/uses/{picture:str}", self.take_down, methods=["DELETE"]),
            Route("/api/albums/{album:str}/share", self.share, methods=["POST"]),
            Route("/api/albums/{album:str}", self.forget, methods=["DELETE"]),
            Route("/api/albums/{album:str}/pictures/{picture:str}", self.label, methods=["PATCH"]),
            Route("/api/albums/{album:str}/pictures/{picture:str}", self.take_out, methods=["DELETE"]),
        ]

    async def listed(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        return await self._told(person, reader)

    async def add_to_me(self, request: Request) -> Response:
        """A form: words, images. What is not said stays as it is."""
        return await self._add(request, "me")

    async def add_to_board(self, request: Request) -> Response:
        """The same with a name; a board of that name grows."""
        return await self._add(request, "board")

    async def _add(self, request: Request, kind: AlbumKind) -> Response:
        person, reader = await self._reading(request)
        async with self._forms.read(request, person=person.author.id) as form:
            change = await self._change(form, reader, kind)
        own = MemoryScope(kind="user", key=reader.author)
        await self._kept.albums.save(reader, own, change)
        return await self._told(person, reader)

    async def _change(self, form: Form, reader: Reader, kind: AlbumKind) -> AlbumChange:
        name = ME if kind == "me" else " ".join(form.text("name").split())
        words = " ".join(form.text("words").replace("\x00", "").split()) or None
        images = await form.images()
        if not name or len(name) > ALBUM_NAME_CHARS_MAX or len(words or "") > MEMORY_CHARS_MAX:
            raise BadInput(_(boards.HOW))
        if not images and words is None:
            usage = people.HOW if kind == "me" else boards.HOW
            raise BadInput(_(usage))
        known = [one for one in await self._kept.albums.list(reader, kind) if one.scope.kind == "user"]
        there = next((one for one in known if one.name.casefold() == name.casefold()), None)
        # Before anything is stored that would then belong to nothing.
        if len(there.pictures if there else ()) + len(images) > REFERENCE_IMAGES_MAX:
            raise BadInput(_("{most} pictures are the most; take one out first.", most=REFERENCE_IMAGES_MAX))
        return AlbumChange(kind=kind, name=name, words=words, pictures=await self._stored(reader, images))

    async def _stored(self, reader: Reader, images: Sequence[IncomingImage]) -> tuple[LabelledPicture, ...]:
        """All of them, or none: each is looked at first."""
        if problem := next((one.problem for one in images if one.problem), ""):
            raise BadImage(problem)
        admitted = [await self._kept.gate.admit(one.data, name=one.name) for one in images]
        saved = [await self._kept.images.save(image, owner=_author(reader)) for image in admitted]
        return tuple(LabelledPicture(image=one) for one in saved)

    async def label(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        label = " ".join((await body_of(request, LabelBody)).label.replace("\x00", "").split())
        album, picture = _named(request, "album"), _named(request, "picture")
        await self._kept.albums.label(reader, album, picture, label, may_manage=person.author.may_manage)
        return await self._told(person, reader)

    async def take_out(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        album, picture = _named(request, "album"), _named(request, "picture")
        await self._kept.albums.take_out(reader, album, picture, may_manage=person.author.may_manage)
        return await self._told(person, reader)

    async def share(self, request: Request) -> Response:
        """A board of one's own becomes the house style of the channel at hand, and stays one's own beside it."""
        person, reader = await self._reading(request)
        if not _may_share(person, reader):
            raise NotAllowed(_(boards.NOT_YOURS))
        name = _named(request, "album")
        listed = await self._kept.albums.list(reader, "board")
        own = next((one for one in listed if one.memory == name and one.scope.kind == "user"), None)
        if own is None:
            raise NotFound(_(boards.NOT_YOURS))
        change = AlbumChange(kind="board", name=own.name, words=own.words or None, pictures=own.pictures)
        channel = MemoryScope(kind="channel", key=reader.channel)
        await self._kept.albums.save(reader, channel, change, may_manage=True)
        return await self._told(person, reader)

    async def take_down(self, request: Request) -> Response:
        """A picture that shows the visitor; the messages that showed it are changed by the sweep of what is to be delivered."""
        person, reader = await self._reading(request)
        if await self._kept.likenesses.take_down(reader, _named(request, "picture")) is None:
            raise NotFound(_(people.GONE))
        return await self._told(person, reader)

    async def forget(self, request: Request) -> Response:
        """Of oneself, with everything that was allowed."""
        person, reader = await self._reading(request)
        album = _named(request, "album")
        mine = [one.memory for one in await self._kept.albums.list(reader, "me")]
        if album in mine:
            await self._kept.likenesses.allow(reader, "nobody")
        if not await self._kept.albums.forget(reader, album, may_manage=person.author.may_manage):
            raise NotFound(_("That is forgotten already, or not yours to forget."))
        return await self._told(person, reader)

    async def allow(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        await self._kept.likenesses.allow(reader, (await body_of(request, AllowanceBody)).who)
        return await self._told(person, reader)

    async def _told(self, person: Person, reader: Reader) -> Response:
        me = await self._kept.albums.list(reader, "me")
        found = await self._kept.albums.list(reader, "board")
        allowed = await self._kept.likenesses.allowances(reader)
        told = {
            "me": _payload(me[0], person) if me else None,
            "boards": [
                _payload(one, person) | {"may_share": _may_share(person, reader) and one.scope.kind == "user"}
                for one in found
            ],
            "used": _uses(await self._kept.likenesses.uses(reader, limit=USES_SHOWN_MAX)),
            "allowed": {"here": allowed.here, "words": people.allowed(allowed)},
            "private": reader.community is None,
        }
        return JSONResponse(told, headers={"Cache-Control": "no-store"})

    async def _reading(self, request: Request) -> tuple[Person, Reader]:
        """The page shows it to its person alone; what they allow holds for the channel that they look at."""
        person = await self._sessions.person(request)
        place = self._places.place(person, request.query_params.get("channel") or "@me")
        reader = Reader(
            author=person.author.id,
            channel=place.channel_key,
            community=place.community_key,
            private=place.private,
        )
        return person, reader


def _may_share(person: Person, reader: Reader) -> bool:
    return person.author.may_manage and reader.community is not None


def _uses(found: Sequence[LikenessUse]) -> dict[str, object]:
    """What others drew the visitor in, in the words of `/me used`."""
    lines = zip(found, people.use_lines(found), strict=True)
    return {
        "title": _(people.USED).strip("*"),
        "none": _(people.NOT_USED),
        "pictures": [{"id": use.image, "alt": use.caption, "words": line} for use, line in lines],
    }


def _payload(album: Album, person: Person) -> dict[str, object]:
    return {
        "id": album.memory,
        "name": album.name,
        "words": album.words,
        "shared": album.scope.kind != "user",
        "may_change": album.scope.kind == "user" or person.author.may_manage,
        "pictures": [{"id": one.image, "label": one.label} for one in album.pictures],
    }


def _named(request: Request, name: str) -> str:
    return request.path_params[name][:ID_CHARS_MAX]


def _author(reader: Reader) -> AuthorId:
    return AuthorId(reader.author)
