"""“My pictures”: the visitor's own, found, told apart, taken home together and deleted."""

from collections.abc import Sequence
from typing import get_args

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from adapters.web.api import payloads
from adapters.web.api.picture_archive import ARCHIVED_MAX, archived
from adapters.web.config import WebServices
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.places import Places, channel_of
from adapters.web.requests import body_of
from agent.domain.conversation import AuthorId, Place, PlatformName
from agent.errors import BadInput, NotFound
from agent.ports import BoardEvent, ChangedMessage, Gallery, GalleryQuery
from agent.text.forgotten_marks import closed_up

PAGE_PICTURES = 120
DELETED_MAX = 200
"""Pictures that one request deletes."""
WORDS_CHARS_MAX = 200
NAME_CHARS_MAX = 200


class PicturesBody(BaseModel):
    images: list[str] = Field(min_length=1, max_length=DELETED_MAX)


class MyPictures:
    """Endpoints of the gallery. Whose pictures they are is the session's word alone."""

    def __init__(self, services: WebServices, sessions: Sessions, places: Places, gallery: Gallery) -> None:
        self._services = services
        self._sessions = sessions
        self._places = places
        self._gallery = gallery

    def routes(self) -> list[Route]:
        return [
            Route("/api/gallery", self.page, methods=["GET"]),
            Route("/api/gallery", self.delete, methods=["DELETE"]),
            Route("/api/gallery/facets", self.facets, methods=["GET"]),
            Route("/api/gallery/archive", self.archive, methods=["GET"]),
            Route("/api/gallery/{image}/prompt", self.prompt, methods=["GET"]),
        ]

    async def page(self, request: Request) -> Response:
        """?search=, ?platform=, ?channel=, ?character=, ?style=; ?after= goes on where a page ended."""
        person = await self._sessions.person(request)
        after = request.query_params.get("after", "")[:100]
        found = await self._gallery.page(
            _owners(person), self._query(request, person), after=after, limit=PAGE_PICTURES
        )
        told = [payloads.gallery_picture(each) for each in found.pictures]
        return _unstored({"pictures": told, "next": found.next})

    def _query(self, request: Request, person: Person) -> GalleryQuery:
        """Raises BadInput."""
        asked = request.query_params
        channel = asked.get("channel")
        return GalleryQuery(
            words=asked.get("search", "")[:WORDS_CHARS_MAX],
            platform=_platform(asked.get("platform", "")),
            channel=self._places.place(person, channel).channel_key if channel else None,
            character=asked.get("character", "")[:NAME_CHARS_MAX] or None,
            style=asked.get("style", "")[:NAME_CHARS_MAX].lower() or None,
        )

    async def facets(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        found = await self._gallery.facets(_owners(person))
        return _unstored(
            {
                "total": found.total,
                "places": [_place(place, count) for place, count in found.places],
                "characters": [{"value": each.value, "count": each.count} for each in found.characters],
                "styles": [{"value": each.value, "count": each.count} for each in found.styles],
            }
        )

    async def prompt(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        found = await self._gallery.prompt(_owners(person), request.path_params["image"][:64])
        return _unstored({"prompt": closed_up(found)})

    async def delete(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        images = (await body_of(request, PicturesBody)).images
        deleted = await self._gallery.delete(_owners(person), images)
        if not deleted.count:
            raise NotFound("That is deleted already, or not yours to delete here.")
        for change in deleted.changed:
            await self._services.bus.publish(_event(change))
        return _unstored({"deleted": deleted.count, "left": len(set(images)) - deleted.count})

    async def archive(self, request: Request) -> Response:
        """?images=: ids with commas between them. Those that are not there (any more) are left out."""
        person = await self._sessions.person(request)
        images = list(dict.fromkeys(filter(None, request.query_params.get("images", "").split(","))))
        if not 1 <= len(images) <= ARCHIVED_MAX:
            raise BadInput(f"images: the ids of 1 to {ARCHIVED_MAX} pictures")
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": 'attachment; filename="atelier-pictures.zip"',
        }
        chunks = archived(self._services.board, images, viewer=person.author.id)
        return StreamingResponse(chunks, media_type="application/zip", headers=headers)


def _owners(person: Person) -> Sequence[AuthorId]:
    return (person.author.id,)


def _platform(name: str) -> PlatformName | None:
    if not name:
        return None
    found = next((platform for platform in get_args(PlatformName) if platform == name), None)
    if found is None:
        raise BadInput(f"platform: one of {', '.join(get_args(PlatformName))}")
    return found


def _place(place: Place, count: int) -> dict[str, payloads.Json]:
    """A channel where this page knows its name, else the platform alone."""
    channel = channel_of(place) if place.platform == "web" else None
    return {"platform": place.platform, "channel": channel, "private": place.private, "count": count}


def _event(change: ChangedMessage) -> BoardEvent:
    kind = "removed" if change.is_gone else "reply"
    return BoardEvent(channel=change.place.channel_key, kind=kind, message=change.message)


def _unstored(body: dict[str, payloads.Json]) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
