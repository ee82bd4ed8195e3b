"""The panel “What I remember”: list, edit, forget, export, and the settings of memory. Everything is the visitor's own view."""

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.api import payloads
from adapters.web.config import WebServices
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.places import Places
from adapters.web.requests import body_of
from agent.domain.memory import Reader
from agent.errors import BadInput, NotFound
from agent.limits import MEMORY_CHARS_MAX
from agent.translation.catalogue import _, is_spoken

LISTED_MAX = 200
NAME_CHARS_MAX = 60


class EditBody(BaseModel):
    text: str | None = Field(default=None, max_length=MEMORY_CHARS_MAX)
    name: str | None = Field(default=None, max_length=NAME_CHARS_MAX)


class EverythingBody(BaseModel):
    confirm: Literal["forget everything"]


class SettingsBody(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", strict=True)

    ask: Literal["never", "when-needed", "often"] | None = None
    memory: bool | None = None
    learning: Literal["yes", "no"] | None = None
    feedback: Literal["auto", "always", "off"] | None = None
    private_in_public: bool | None = None
    language: str | None = Field(default=None, max_length=20)
    """The name of a catalogue; "": the language of what is written."""


class Remembering:
    """Endpoints of memory."""

    def __init__(self, services: WebServices, sessions: Sessions, places: Places) -> None:
        self._services = services
        self._sessions = sessions
        self._places = places

    def routes(self) -> list[Route]:
        return [
            Route("/api/memory", self.listed, methods=["GET"]),
            Route("/api/memory", self.forget_everything, methods=["DELETE"]),
            Route("/api/memory/export", self.export, methods=["GET"]),
            Route("/api/memory/{memory}", self.edit, methods=["PATCH"]),
            Route("/api/memory/{memory}", self.forget, methods=["DELETE"]),
            Route("/api/settings", self.settings, methods=["GET"]),
            Route("/api/settings", self.save_settings, methods=["PUT"]),
        ]

    async def listed(self, request: Request) -> Response:
        """?channel= adds what holds there; ?search=, ?history=1."""
        person, reader = await self._reading(request)
        query = request.query_params
        found = await self._services.desk.list(
            reader, search=query.get("search", "")[:200], history=bool(query.get("history")), limit=LISTED_MAX
        )
        told = [
            payloads.memory(each, viewer=person.author.id, may_manage=person.author.may_manage)
            for each in found
        ]
        return _unstored({"memories": told})

    async def edit(self, request: Request) -> Response:
        """Of the visitor's own memories, and for moderators of what holds here for everybody."""
        person, reader = await self._reading(request)
        body = await body_of(request, EditBody)
        text, name = _clean(body.text, "text"), _clean(body.name, "name")
        if text is None and name is None:
            raise BadInput(_("Say what the memory should read."))
        changed = await self._services.desk.edit(
            reader,
            request.path_params["memory"][:64],
            text=text,
            name=name,
            may_manage=person.author.may_manage,
        )
        return _unstored(
            {"memory": payloads.memory(changed, viewer=person.author.id, may_manage=person.author.may_manage)}
        )

    async def forget(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        gone = await self._services.desk.forget(
            reader, [request.path_params["memory"][:64]], may_manage=person.author.may_manage
        )
        if not gone:
            raise NotFound(_("That is forgotten already, or not yours to forget."))
        return _unstored({"forgotten": gone})

    async def forget_everything(self, request: Request) -> Response:
        _, reader = await self._reading(request)
        await body_of(request, EverythingBody)
        forgotten = await self._services.desk.forget_everything(reader)
        self._sessions.look_again()  # with the person their sessions are gone
        return _unstored({"forgotten": forgotten})

    async def export(self, request: Request) -> Response:
        person, reader = await self._reading(request)
        data = await self._services.desk.export(reader)
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="atelier-{_ascii(person.slug)}.zip"',
        }
        return Response(data, media_type="application/zip", headers=headers)

    async def settings(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        return _unstored(
            {"settings": payloads.settings(await self._services.settings.author(person.author.id))}
        )

    async def save_settings(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        wished = (await body_of(request, SettingsBody)).model_dump(exclude_none=True)
        if wished.get("language") and not is_spoken(wished["language"]):
            raise BadInput(_("I do not speak that language."))
        changed = replace(await self._services.settings.author(person.author.id), **wished)
        await self._services.settings.save_author(person.author.id, changed)
        return _unstored({"settings": payloads.settings(changed)})

    async def _reading(self, request: Request) -> tuple[Person, Reader]:
        """The panel is shown to its person alone, so that what was said in private may be shown too."""
        person = await self._sessions.person(request)
        place = self._places.place(person, request.query_params.get("channel") or "@me")
        reader = Reader(
            author=person.author.id, channel=place.channel_key, community=place.community_key, private=True
        )
        return person, reader


def _clean(value: str | None, field: str) -> str | None:
    if value is None:
        return None
    clean = " ".join(value.replace("\x00", "").split())
    if not clean and field == "text":
        raise BadInput(_("A memory cannot be empty. To remove it, forget it."))
    return clean


def _ascii(slug: str) -> str:
    return "".join(char for char in slug if char.isascii()) or "export"


def _unstored(body: dict[str, object]) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
