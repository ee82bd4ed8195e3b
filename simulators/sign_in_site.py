"""What the sites have in common that people sign in with, by RFC 6749 and 7636: a page that asks the person, codes that work once and
not for long, redirect addresses that were registered, PKCE where it was begun with, forms alone, the client's secret by HTTP Basic.

    site.app() is the whole site; `agrees` is what a person does at its page, for tests without a browser.
"""

import base64
import hashlib
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

FORM = "application/x-www-form-urlencoded"
CODE_SECONDS = 600.0
"""The most that RFC 6749 (4.1.2) recommends."""
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
Person = Mapping[str, object]


class AskedWrongly(Exception):
    """What the site says to the person instead of asking them: it sends nobody to an address that it does not know."""


class TokenRefused(Exception):
    """`error` by the names of RFC 6749."""

    def __init__(self, error: str, description: str = "", *, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status

    def answer(self) -> Response:
        said = {"error": self.error, **({"error_description": self.description} if self.description else {})}
        return JSONResponse(said, status_code=self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    person: Person
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    nonce: str
    until: float


@dataclass(slots=True, kw_only=True)
class SignInSite:
    """One application's side of it. `people`: who can press Authorize on its page, by what they are called there."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    people: Mapping[str, Person] = field(default_factory=dict[str, Person])
    scopes: frozenset[str] = frozenset()
    """What an application may ask for."""
    said_of_itself: str = ""
    """What comes back as `iss` with each answer (RFC 9207); "" where the site says nothing."""
    monotonic: Callable[[], float] = time.monotonic
    codes: dict[str, Granted] = field(default_factory=dict[str, Granted])

    def agrees(self, query: Mapping[str, str], person: Person) -> str:
        """The person presses Authorize on the page with this query; the code that the browser is sent back with. Raises AskedWrongly."""
        scopes = self._asked(query)
        code = secrets.token_urlsafe(24)
        self.codes[code] = Granted(
            person=person, scopes=scopes, redirect_uri=query["redirect_uri"], challenge=query.get("code_challenge", ""),
            nonce=query.get("nonce", ""), until=self.monotonic() + CODE_SECONDS,
        )  # fmt: skip
        return code

    def app(self) -> Starlette:
        raise NotImplementedError

    async def page(self, request: Request) -> Response:
        """Asks the person (GET), and sends the browser back with their answer (POST)."""
        query = dict(request.query_params)
        try:
            self._asked(query)
        except AskedWrongly as error:
            return HTMLResponse(f"<h1>{escape(str(error))}</h1>", status_code=400)
        if request.method == "GET":
            return HTMLResponse(_asking(self.people))
        chosen = str((await request.form()).get("person", ""))
        if chosen in self.people:
            told = {"code": self.agrees(query, self.people[chosen])}
        else:
            told = {"error": "access_denied", "error_description": "The resource owner denied the request"}
        told |= {"state": query["state"]} if "state" in query else {}
        told |= {"iss": self.said_of_itself} if self.said_of_itself else {}
        return RedirectResponse(f"{query['redirect_uri']}?{urlencode(told)}", status_code=302)

    def _asked(self, query: Mapping[str, str]) -> frozenset[str]:
        """The scopes that are asked for."""
        if query.get("client_id") != self.client_id:
            raise AskedWrongly("Unknown application")
        if query.get("redirect_uri") not in self.redirect_uris:
            raise AskedWrongly("Invalid OAuth2 redirect_uri")
        scopes = frozenset(query.get("scope", "").split())
        if query.get("response_type") != "code" or not scopes or not scopes <= self.scopes:
            raise AskedWrongly("invalid_scope or unsupported_response_type")
        if "code_challenge" in query and (
            query.get("code_challenge_method") != "S256" or not _CHALLENGE.fullmatch(query["code_challenge"])
        ):
            raise AskedWrongly('Unsupported "code_challenge_method"')
        return scopes

    async def redeemed(self, request: Request) -> Granted:
        """What the code of a request for a token stands for; the code is used up whatever comes of it. Raises TokenRefused."""
        form = await self.form(request)
        if form.get("grant_type") != "authorization_code":
            raise TokenRefused("unsupported_grant_type")
        granted = self.codes.pop(form.get("code", ""), None)
        if granted is None or granted.until < self.monotonic():
            raise TokenRefused("invalid_grant", 'Invalid "code" in request.')
        if form.get("redirect_uri") != granted.redirect_uri:
            raise TokenRefused("invalid_grant", 'Invalid "redirect_uri" in request.')
        _prove(form, granted)
        return granted

    async def form(self, request: Request) -> dict[str, str]:
        """Raises TokenRefused where it is no form, or the client does not prove itself."""
        if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
            raise TokenRefused("invalid_request", "a form is expected", status=415)
        basic = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            raise TokenRefused("invalid_client", status=401)
        return {name: str(value) for name, value in (await request.form()).items()}


def _prove(form: Mapping[str, str], granted: Granted) -> None:
    """Raises TokenRefused unless whoever redeems the code is who began."""
    verifier = form.get("code_verifier", "")
    if not granted.challenge:
        return
    if not _VERIFIER.fullmatch(verifier):
        raise TokenRefused(
            "invalid_request", f'{"Invalid" if verifier else "Missing"} "code_verifier" in request.'
        )
    digest = hashlib.sha256(verifier.encode()).digest()
    if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != granted.challenge:
        raise TokenRefused("invalid_grant", 'Invalid "code_verifier" in request.')


def _asking(people: Mapping[str, Person]) -> str:
    choices = "".join(
        f'<button name="person" value="{escape(name)}">Authorize as {escape(name)}</button>'
        for name in people
    )
    return f'<!doctype html><html lang="en"><title>Sign in</title><form method="post">{choices}<button>Cancel</button></form></html>'
