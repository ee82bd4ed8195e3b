"""The door: the password where there is one, who to be, and what the page must know at its start."""

import hmac

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.api.requests import body_of
from adapters.web.config import WebConfig, WebServices
from adapters.web.error_responses import LoginNeeded
from adapters.web.identity.login_attempts import Tries
from adapters.web.identity.sessions import Session, Sessions, clean_name, slug_of
from adapters.web.places import Places
from agent.actions import COMMANDS
from agent.errors import NotAllowed
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX


class PasswordBody(BaseModel):
    password: str = Field(max_length=1_000)


class PersonBody(BaseModel):
    name: str = Field(max_length=200)
    moderator: bool = False


class Entering:
    """Endpoints of the door."""

    def __init__(self, services: WebServices, config: WebConfig, sessions: Sessions, places: Places) -> None:
        self._services = services
        self._config = config
        self._sessions = sessions
        self._places = places
        self._tries = Tries(services.clock)

    def routes(self) -> list[Route]:
        return [
            Route("/api/session", self.session, methods=["GET"]),
            Route("/api/session", self.choose, methods=["POST"]),
            Route("/api/login", self.login, methods=["POST"]),
            Route("/api/logout", self.logout, methods=["POST"]),
        ]

    async def session(self, request: Request) -> Response:
        """What the page must know before it shows anything."""
        session = self._sessions.read(request)
        if self._sessions.is_due(session):
            return await self._changed(request, session)
        return await self._told(session)

    async def login(self, request: Request) -> Response:
        address = request.client.host if request.client else ""
        self._tries.check(address)
        given = (await body_of(request, PasswordBody)).password
        if not hmac.compare_digest(given.encode(), self._config.password.encode()):
            self._tries.wrong(address)
            raise LoginNeeded("That is not the password.")
        session = self._sessions.read(request).model_copy(update={"entered": True})
        return await self._changed(request, session)

    async def choose(self, request: Request) -> Response:
        """Who to be from now on."""
        session = self._sessions.entered(request)
        body = await body_of(request, PersonBody)
        if body.moderator and not self._config.may_moderate:
            raise NotAllowed("There are no moderators on this page.")
        chosen = {"name": clean_name(body.name), "moderator": body.moderator}
        return await self._changed(request, session.model_copy(update=chosen))

    async def logout(self, request: Request) -> Response:
        return await self._changed(request, Session())

    async def _changed(self, request: Request, session: Session) -> Response:
        response = await self._told(session)
        self._sessions.write(request, response, session)
        return response

    async def _told(self, session: Session) -> Response:
        if self._config.password and not session.entered:
            return _unstored({"login": True})
        return _unstored(
            {
                "login": False,
                "has_password": bool(self._config.password),
                "me": {
                    "id": session.author.id,
                    "name": session.name,
                    "slug": slug_of(session.name),
                    "moderator": session.moderator,
                }
                if session.name
                else None,
                "may_moderate": self._config.may_moderate,
                "people": [
                    {"id": person.id, "name": person.name}
                    for person in await self._services.board.people("web")
                ],
                "channels": list(await self._places.listed()),
                "commands": [{"name": name, "hint": row.help} for name, row in COMMANDS.items()],
                "limits": {
                    "text": TEXT_CHARS_MAX,
                    "images": IMAGES_PER_TURN_MAX,
                    "image_bytes": IMAGE_BYTES_MAX,
                },
            }
        )


def _unstored(body: object) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
