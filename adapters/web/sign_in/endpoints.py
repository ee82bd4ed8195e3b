"""The way to a service and back, and the door behind a proxy that vouches for people."""

import hmac
import logging
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from urllib.parse import quote, unquote

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.config import WebConfig
from adapters.web.error_responses import WrongShape
from adapters.web.identity.cookies import SignedCookie
from adapters.web.identity.login_attempts import Tries
from adapters.web.identity.name_ownership import Holding
from adapters.web.identity.proxied_user import SERVICE, identity_of_user, readable, user_of
from adapters.web.identity.sessions import Session, Sessions
from adapters.web.requests import address_of
from adapters.web.sign_in_service import Attempt, SignInRefused, SignInService, Vouched
from agent.errors import NotAllowed, NotFound
from agent.ports import Clock, NameStore, Way
from agent.translation.catalogue import N_, _

ATTEMPT_SECONDS = 600
"""As long as a sign-in may take."""
FAILED = "/#sign-in-failed"
CODE_CHARS_MAX = 4_000

log = logging.getLogger(__name__)


class _Begun(BaseModel):
    """What the browser that began a sign-in keeps of it, signed by us."""

    way: str
    at: float
    state: str
    nonce: str
    verifier: str
    back: str


class SigningIn:
    """Endpoints of the services."""

    def __init__(
        self, config: WebConfig, clock: Clock, sessions: Sessions, holding: Holding, names: NameStore
    ) -> None:
        self._clock = clock
        self._sessions = sessions
        self._holding = holding
        self._names = names
        self._services: dict[str, SignInService] = {service.way: service for service in config.sign_ins}
        self._begun = SignedCookie(config, "atelier sign-in")
        self._tries = Tries(
            clock, wrong=N_("Too many sign-ins that came to nothing. Try again in {seconds} seconds.")
        )

    def routes(self) -> Sequence[Route]:
        return [
            Route("/sign-in/{way}", self.begin, methods=["GET"]),
            Route("/sign-in/{way}/back", self.back, methods=["GET"]),
            Route("/api/sign-in/proxy", self.behind_proxy, methods=["POST"]),
        ]

    async def begin(self, request: Request) -> Response:
        """Sends the browser to the service. What it has to come back with is known to this browser alone."""
        service = self._service(request)
        attempt = Attempt(
            state=secrets.token_urlsafe(24), nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48),
            back=f"{str(request.base_url).rstrip('/')}/sign-in/{service.way}/back",
        )  # fmt: skip
        try:
            with self._tries.one(address_of(request)) as made:
                address = await service.begin(attempt)
                made.right = True
        except SignInRefused as error:
            return self._failed(service.way, error)
        response = RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
        begun = _Begun(way=service.way, at=self._clock.now().timestamp(), **asdict(attempt))
        self._begun.write(request, response, quote(begun.model_dump_json(), safe=""))
        return response

    async def back(self, request: Request) -> Response:
        """The browser comes back from the service with a code."""
        service = self._service(request)
        try:
            with self._tries.one(address_of(request)) as made:
                attempt = self._attempt(request, service.way)
                vouched = await service.finish(attempt, request.query_params.get("code", "")[:CODE_CHARS_MAX])
                made.right = True
            response = await self._let_in(
                request, service.way, vouched, RedirectResponse("/", status_code=303)
            )
        except (SignInRefused, NotAllowed) as error:
            response = self._failed(service.way, error)
        response.headers["Cache-Control"] = "no-store"
        self._begun.drop(request, response)
        return response

    async def behind_proxy(self, request: Request) -> Response:
        """Whom the proxy vouches for comes in as that person."""
        user = user_of(request)
        if not user:
            raise WrongShape(_("No proxy that is trusted here says who you are."))
        vouched = Vouched(service=SERVICE, subject=user, name=readable(user).partition("@")[0])
        done = JSONResponse({"entered": True}, headers={"Cache-Control": "no-store"})
        return await self._let_in(request, "proxy", vouched, done, identity=identity_of_user(user))

    async def _let_in(
        self, request: Request, way: Way, vouched: Vouched, response: Response, *, identity: bytes = b""
    ) -> Response:
        """A new session, never the one the browser had: whoever may have put that there has nothing of this one."""
        before = await self._sessions.read(request)
        identity = identity or vouched.identity
        fresh = await self._sessions.let_in(request, Session(), way=way, identity=identity)
        try:
            await self._open(vouched, identity, fresh)
        except NotAllowed:
            await self._sessions.end(fresh)
            raise
        await self._sessions.end(before)
        self._sessions.write(request, response, fresh)
        return response

    async def _open(self, vouched: Vouched, identity: bytes, fresh: Session) -> None:
        """The session becomes the person's. Raises NotAllowed."""
        names = self._holding.new_names(vouched.name)
        if vouched.account is not None:
            opened = await self._names.arrive(vouched.account, digest=fresh.digest, names=names)
        else:
            opened = await self._names.sign_in(
                identity, service=vouched.service, digest=fresh.digest, names=names
            )
        if opened is None:
            raise NotAllowed(_("That took too long. Please try again."))

    def _service(self, request: Request) -> SignInService:
        found = self._services.get(request.path_params["way"])
        if found is None:
            raise NotFound(_("There is no such way in here."))
        return found

    def _attempt(self, request: Request, way: str) -> Attempt:
        """Raises SignInRefused where this browser did not begin it, or too long ago, or the service says no."""
        try:
            begun = _Begun.model_validate_json(unquote(self._begun.read(request)))
        except ValidationError as error:
            raise SignInRefused("this browser began no sign-in") from error
        query = request.query_params
        if begun.way != way or not hmac.compare_digest(begun.state.encode(), query.get("state", "").encode()):
            raise SignInRefused("it is not the sign-in that this browser began")
        if not 0 <= self._clock.now().timestamp() - begun.at <= ATTEMPT_SECONDS:
            raise SignInRefused("it took too long")
        if query.get("error"):
            raise SignInRefused("the person, or the service, said no")
        return Attempt(state=begun.state, nonce=begun.nonce, verifier=begun.verifier, back=begun.back)

    def _failed(self, way: str, error: Exception) -> Response:
        log.warning("sign-in failed", extra={"action": "sign_in_failed", "way": way, "why": str(error)[:200]})
        return RedirectResponse(FAILED, status_code=303)
