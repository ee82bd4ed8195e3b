"""Where there is a password, a name belongs to the browsers that hold it: the first one claims it, a link carries it to the next."""

import secrets
from datetime import timedelta

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.config import WebConfig
from adapters.web.error_responses import NameTaken, WrongShape
from adapters.web.identity.login_attempts import Tries
from adapters.web.identity.names import author_id, look_of
from adapters.web.identity.sessions import SECRET_BYTES, Session, Sessions, digest_of
from adapters.web.requests import address_of, body_of
from agent.domain.conversation import Author
from agent.ports import Clock, NameStore, SessionStore
from agent.translation.catalogue import N_, _

LINK_SECONDS = 15 * 60
"""How long a link for another device is good for."""
LINK_CHARS_MAX = 64
OPENING = "/#open="
"""What a link's secret follows. It stands behind the #: no browser sends that to a server, a proxy's log or another page."""
_USED_UP = N_("This link was used already, or is too old. Make a new one on the device that has your name.")
_TAKEN = (
    "“{name}” is taken here. If it is yours, open it with a link from your other device (there: your name, then "
    "“Open on another device”), or ask the person who runs this page for an invitation."
)


class LinkBody(BaseModel):
    link: str = Field(min_length=1, max_length=LINK_CHARS_MAX)


class Holding:
    """Endpoints of the names one holds."""

    def __init__(
        self, config: WebConfig, clock: Clock, sessions: Sessions, *, store: SessionStore, names: NameStore
    ) -> None:
        self._clock = clock
        self._sessions = sessions
        self._store = store
        self._names = names
        self._by_invitation = frozenset(map(look_of, config.moderators))
        self._links = Tries(clock, wrong=N_("Too many wrong links. Try again in {seconds} seconds."))
        self._claims = Tries(
            clock, wrong=N_("Too many names taken or asked for. Try again in {seconds} seconds.")
        )

    def routes(self) -> list[Route]:
        return [
            Route("/api/links", self.make, methods=["POST"]),
            Route("/api/links/look", self.look, methods=["POST"]),
            Route("/api/links/open", self.open, methods=["POST"]),
            Route("/api/sessions/others", self.end_others, methods=["DELETE"]),
        ]

    async def claim(self, request: Request, session: Session, name: str) -> None:
        """The browser becomes this person from now on. Raises NameTaken, TooMany."""
        author = Author(id=author_id(name), name=name)
        if session.name:
            if author_id(session.name) == author.id:
                return
            raise NameTaken(
                _("This browser is {name}'s. Log out first to be somebody else.", name=session.name)
            )
        with self._claims.one(address_of(request)):
            look = look_of(name)
            if look in self._by_invitation or await self._looks_like_another(author, look):
                raise NameTaken(_TAKEN.format(name=name))
            if not await self._names.claim(session.digest, author=author, look=look):
                raise NameTaken(_TAKEN.format(name=name))

    async def browsers(self, session: Session) -> int:
        return await self._names.browsers(author_id(session.name))

    async def make(self, request: Request) -> Response:
        """A link for another device. It is shown this once, opens once, and not for long."""
        person = await self._sessions.person(request)
        link = new_link()
        until = self._clock.now() + timedelta(seconds=LINK_SECONDS)
        await self._names.add_link(link_digest(link), author=person.author, until=until)
        return _unstored({"path": OPENING + link, "minutes": LINK_SECONDS // 60})

    async def look(self, request: Request) -> Response:
        """Whose name a link opens, for the person to confirm. Changes nothing."""
        await self._sessions.entered(request)
        with self._links.one(address_of(request)) as made:
            link = link_digest((await body_of(request, LinkBody)).link)
            author = await self._names.linked(link, now=self._clock.now())
            made.right = author is not None
        if author is None:
            raise WrongShape(_USED_UP)
        return _unstored({"name": author.name})

    async def open(self, request: Request) -> Response:
        """The browser becomes the link's person; the session it had before ends."""
        session = await self._sessions.entered(request)
        with self._links.one(address_of(request)) as made:
            link = link_digest((await body_of(request, LinkBody)).link)
            now = self._clock.now()
            author = await self._names.linked(link, now=now)
            made.right = author is not None
        if author is None:
            raise WrongShape(_USED_UP)
        fresh = await self._sessions.let_in(Session())
        opened = await self._names.use_link(link, digest=fresh.digest, look=look_of(author.name), now=now)
        if opened is None:
            await self._sessions.end(fresh)
            raise WrongShape(_USED_UP)
        await self._sessions.end(session)
        response = _unstored({"name": opened.name})
        self._sessions.write(request, response, fresh)
        return response

    async def end_others(self, request: Request) -> Response:
        """Logs every other browser of the same person out."""
        person = await self._sessions.person(request)
        ended = await self._store.close_others(person.session.digest)
        self._sessions.look_again()
        return _unstored({"ended": ended})

    async def _looks_like_another(self, author: Author, look: str) -> bool:
        """Whether somebody from before the password has a name that looks like it."""
        return any(
            each.id != author.id and look_of(each.name) == look for each in await self._names.unclaimed()
        )


def new_link() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def link_digest(link: str) -> bytes:
    return digest_of(link.encode())


def _unstored(body: dict[str, object]) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
