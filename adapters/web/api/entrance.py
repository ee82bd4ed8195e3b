"""The door: the ways in, who to be, and what the page must know at its start."""

import hashlib
import hmac
from dataclasses import replace

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.config import WebConfig, WebServices
from adapters.web.error_responses import LoginNeeded
from adapters.web.identity.cookies import KnownDevice
from adapters.web.identity.login_attempts import Tries
from adapters.web.identity.name_ownership import Holding
from adapters.web.identity.names import clean_name, slug_of
from adapters.web.identity.proxied_user import readable, user_of
from adapters.web.identity.sessions import Session, Sessions
from adapters.web.places import Places
from adapters.web.requests import address_of, body_of
from agent.actions import COMMANDS
from agent.errors import NotAllowed
from agent.limits import IMAGE_BYTES_MAX, IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX, VOICE_SECONDS_MAX
from agent.translation.catalogue import N_, _


class PasswordBody(BaseModel):
    password: str = Field(max_length=1_000)


class PersonBody(BaseModel):
    name: str = Field(max_length=200)
    moderator: bool = False


class Entering:
    """Endpoints of the door."""

    def __init__(
        self,
        services: WebServices,
        config: WebConfig,
        sessions: Sessions,
        places: Places,
        holding: Holding | None,
    ) -> None:
        """`holding` where a name belongs to the browsers that hold it."""
        self._services = services
        self._config = config
        self._sessions = sessions
        self._places = places
        self._holding = holding
        self._tries = Tries(
            services.clock, wrong=N_("Too many wrong passwords. Try again in {seconds} seconds.")
        )
        self._devices = KnownDevice(config)

    def routes(self) -> list[Route]:
        return [
            Route("/api/session", self.session, methods=["GET"]),
            Route("/api/session", self.choose, methods=["POST"]),
            Route("/api/login", self.login, methods=["POST"]),
            Route("/api/logout", self.logout, methods=["POST"]),
        ]

    async def session(self, request: Request) -> Response:
        """What the page must know before it shows anything."""
        session = await self._sessions.read(request)
        renewed = await self._sessions.renewed(session)
        return (
            await self._told(request, session) if renewed is None else await self._changed(request, renewed)
        )

    async def login(self, request: Request) -> Response:
        with self._tries.one(address_of(request), device=self._devices.of(request)) as made:
            given = (await body_of(request, PasswordBody)).password
            made.right = bool(self._config.password) and is_same(given, self._config.password)
        if not made.right:
            raise LoginNeeded(_("That is not the password."))
        response = await self._changed(
            request, await self._sessions.let_in(request, await self._sessions.read(request))
        )
        self._devices.mark(request, response)
        return response

    async def choose(self, request: Request) -> Response:
        """Who to be from now on. Raises NotAllowed where the name is somebody's."""
        session = await self._sessions.entered(request)
        body = await body_of(request, PersonBody)
        name = clean_name(body.name)
        if body.moderator and not self._config.may_moderate:
            raise NotAllowed(_("Moderators of this page are named by who runs it (ATELIER_WEB_MODERATORS)."))
        if self._holding:
            await self._holding.claim(request, session, name)
            return await self._changed(request, await self._sessions.named(request, session, name))
        chosen = replace(session, name=name, moderator=body.moderator)
        await self._sessions.check_free(chosen)
        return await self._changed(request, chosen)

    async def logout(self, request: Request) -> Response:
        await self._sessions.end(await self._sessions.read(request))
        return await self._changed(request, Session())

    async def _changed(self, request: Request, session: Session) -> Response:
        response = await self._told(request, session)
        self._sessions.write(request, response, session)
        return response

    async def _told(self, request: Request, session: Session) -> JSONResponse:
        if self._config.has_accounts and not session.entered:
            return _unstored({"login": True, "ways": self._ways(request)})
        return _unstored(
            {
                "login": False,
                "has_accounts": self._config.has_accounts,
                "me": await self._me(session),
                "may_moderate": self._config.may_moderate,
                "people": await self._people(),
                "channels": list(channels := await self._places.listed()),
                "titles": dict(channels),
                "commands": [{"name": name, "hint": _(row.help)} for name, row in COMMANDS.items()],
                "listens": self._config.listens,
                "limits": {
                    "text": TEXT_CHARS_MAX,
                    "images": IMAGES_PER_TURN_MAX,
                    "image_bytes": IMAGE_BYTES_MAX,
                    "voice_seconds": VOICE_SECONDS_MAX,
                },
            }
        )

    def _ways(self, request: Request) -> dict[str, object]:
        """How one comes in here, for the door to offer."""
        config = self._config
        services = [{"name": each.name, "path": f"/sign-in/{each.way}"} for each in config.sign_ins]
        return {
            "password": bool(config.password),
            "links_from": list(config.links_from),
            "services": services,
            "proxy": readable(user_of(request)),
        }

    async def _me(self, session: Session) -> dict[str, object] | None:
        if not session.name:
            return None
        return {
            "id": session.author.id,
            "name": session.name,
            "slug": slug_of(session.name),
            "moderator": session.moderator,
            "operator": self._config.operates(session.author),
            "browsers": await self._holding.browsers(session) if self._holding else 1,
        }

    async def _people(self) -> list[dict[str, str]]:
        """Whom one may choose to be: where names belong to somebody, nobody."""
        if self._holding:
            return []
        return [{"id": each.id, "name": each.name} for each in await self._services.board.people("web")]


def is_same(given: str, secret: str) -> bool:
    """Compares in a time that tells neither where they differ nor how long the secret is."""
    digests = (hashlib.sha256(each.encode(errors="surrogatepass")).digest() for each in (given, secret))
    return hmac.compare_digest(*digests)


def _unstored(body: object) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
