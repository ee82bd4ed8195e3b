"""The accounts that are one person with the visitor's: shown, joined by a code, parted. Only where a name is its owner's."""

from collections.abc import Generator
from contextlib import contextmanager

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.error_responses import WrongShape
from adapters.web.identity.login_attempts import Tries, Try
from adapters.web.identity.sessions import Sessions
from adapters.web.requests import address_of, body_of
from agent.domain.accounts import CODE_MINUTES, platform_of
from agent.domain.conversation import AuthorId
from agent.errors import NotFound
from agent.ports import Accounts, Clock
from agent.translation.catalogue import N_, _
from agent.wording import accounts as words

CODE_CHARS_MAX = 40


class CodeBody(BaseModel):
    code: str = Field(min_length=1, max_length=CODE_CHARS_MAX)


class Linking:
    """Endpoints of one's accounts."""

    def __init__(self, accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._codes = Tries(clock, wrong=N_("Too many wrong codes. Try again in {seconds} seconds."))

    def routes(self) -> list[Route]:
        return [
            Route("/api/accounts", self.listed, methods=["GET"]),
            Route("/api/accounts/code", self.offer, methods=["POST"]),
            Route("/api/accounts/look", self.look, methods=["POST"]),
            Route("/api/accounts/join", self.join, methods=["POST"]),
            Route("/api/accounts/{account}", self.part, methods=["DELETE"]),
        ]

    async def listed(self, request: Request) -> Response:
        """The others; empty for who stands alone."""
        author = (await self._sessions.person(request)).author
        found = await self._accounts.of(author.id)
        told = [
            {"id": one.id, "name": one.name, "platform": one.platform, "since": one.linked_at.isoformat()}
            for one in found
            if one.id != author.id
        ]
        return _unstored({"accounts": told})

    async def offer(self, request: Request) -> Response:
        """A code to be typed elsewhere. It is shown this once."""
        author = (await self._sessions.person(request)).author
        code = await self._accounts.offer(author)
        if not code:
            raise WrongShape(words.refused("demonstration"))
        return _unstored({"code": code, "minutes": CODE_MINUTES})

    async def look(self, request: Request) -> Response:
        """Whom a code would join, for the person to confirm. Changes nothing."""
        author = (await self._sessions.person(request)).author
        code = await self._code(request)
        with self._one_try(request, author.id) as made:
            owner = await self._accounts.offered(code)
            made.right = owner is not None
        if owner is None:
            raise WrongShape(_(words.NO_SUCH_CODE))
        if owner.id == author.id:
            raise WrongShape(_(words.YOUR_OWN_CODE))
        return _unstored({"name": owner.name, "platform": platform_of(owner.id)})

    async def join(self, request: Request) -> Response:
        author = (await self._sessions.person(request)).author
        code = await self._code(request)
        with self._one_try(request, author.id) as made:
            refused = await self._accounts.join(author, code)
            made.right = refused != "code"
        if refused:
            raise WrongShape(words.refused(refused))
        return _unstored({"joined": True})

    async def part(self, request: Request) -> Response:
        author = (await self._sessions.person(request)).author
        other = AuthorId(request.path_params["account"][:200])
        if not await self._accounts.part(author.id, other):
            raise NotFound(_(words.NOT_YOURS))
        return _unstored({"parted": True})

    @contextmanager
    def _one_try(self, request: Request, author: AuthorId) -> Generator[Try]:
        """Counted for the address and for the account: neither many addresses nor many accounts give more of them."""
        with self._codes.one(address_of(request)) as made, self._codes.one("", device=author) as of_account:
            yield made
            of_account.right = made.right

    async def _code(self, request: Request) -> str:
        return (await body_of(request, CodeBody)).code


def _unstored(body: dict[str, object]) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
