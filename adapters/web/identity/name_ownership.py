"""A name belongs to the browsers that hold it: the first one claims it, a link carries it to the next."""

from collections.abc import Sequence
from datetime import timedelta

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.config import WebConfig
from adapters.web.error_responses import NameTaken, WrongShape
from adapters.web.identity.login_attempts import Tries
from adapters.web.identity.names import author_id, look_of, names_for, page_name
from adapters.web.identity.sessions import Session, Sessions
from adapters.web.requests import address_of, body_of
from agent.domain.accounts import OPENING, new_link, platform_of, secret_digest
from agent.domain.conversation import Author
from agent.errors import NotFound
from agent.ports import Clock, Linked, NameStore, PageName, SessionStore
from agent.translation.catalogue import N_, _

LINK_SECONDS = 15 * 60
"""How long a link for another device is good for."""
LINK_CHARS_MAX = 64
_USED_UP = N_("This link was used already, or is too old. Get a new one where you got this one.")
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
        self._config = config
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
            Route("/api/sessions", self.listed, methods=["GET"]),
            Route("/api/sessions/others", self.end_others, methods=["DELETE"]),
            Route("/api/sessions/{session}", self.end_one, methods=["DELETE"]),
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
        # Who came without the password could not give it on the other device.
        enters = not self._config.password or person.session.way != "password"
        await self._names.add_link(secret_digest(link), author=person.author, until=until, enters=enters)
        return _unstored({"path": OPENING + link, "minutes": LINK_SECONDS // 60})

    async def look(self, request: Request) -> Response:
        """Whose name a link opens, for the person to confirm. Changes nothing."""
        _, linked = await self._linked(request)
        return _unstored({"name": linked.author.name, "platform": platform_of(linked.author.id)})

    async def open(self, request: Request) -> Response:
        """The browser becomes the link's person; the session it had before ends."""
        link, linked = await self._linked(request)
        before = await self._sessions.read(request)
        way = "link" if linked.enters else before.way
        fresh = await self._sessions.let_in(request, Session(), way=way)
        names, now = self.names_of(linked.author), self._clock.now()
        opened = await self._names.use_link(link, digest=fresh.digest, names=names, now=now)
        if opened is None:
            await self._sessions.end(fresh)
            raise WrongShape(_(_USED_UP))
        await self._sessions.end(before)
        response = _unstored({"name": opened.name})
        self._sessions.write(request, response, fresh)
        return response

    def names_of(self, account: Author) -> Sequence[PageName]:
        """The page's own name of somebody of the page; names that somebody from elsewhere may get."""
        if platform_of(account.id) == "web":
            return (page_name(account.name),)
        return self.new_names(account.name)

    def new_names(self, called: str) -> Sequence[PageName]:
        """Names that somebody may get who is called so elsewhere."""
        return names_for(called, kept_back=self._by_invitation)

    async def _linked(self, request: Request) -> tuple[bytes, Linked]:
        """The link that is sent, and what it opens. Raises WrongShape, TooMany; LoginNeeded where it does not let in by itself."""
        with self._links.one(address_of(request)) as made:
            link = secret_digest((await body_of(request, LinkBody)).link)
            linked = await self._names.linked(link, now=self._clock.now())
            made.right = linked is not None
        if linked is None:
            raise WrongShape(_(_USED_UP))
        if not linked.enters:
            await self._sessions.entered(request)
        return link, linked

    async def listed(self, request: Request) -> Response:
        """The browsers that hold the visitor's name."""
        person = await self._sessions.person(request)
        found = await self._store.of_person(person.session.digest)
        own = await self._store.find(person.session.digest)
        told = [
            {
                "id": each.id,
                "browser": each.entry.browser or _("a browser"),
                "way": each.entry.way,
                "opened": each.opened_at.isoformat() if each.opened_at else None,
                "seen": each.seen_at.isoformat(),
                "is_this": own is not None and each.id == own.id,
            }
            for each in found
        ]
        return _unstored({"sessions": told})

    async def end_one(self, request: Request) -> Response:
        """Logs one browser of the same person out. Raises NotFound."""
        person = await self._sessions.person(request)
        if not await self._store.close_one(person.session.digest, request.path_params["session"][:64]):
            raise NotFound(_("That browser is logged out already."))
        self._sessions.look_again()
        return _unstored({"ended": 1})

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


def _unstored(body: dict[str, object]) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
