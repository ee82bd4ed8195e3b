"""Discord's OAuth2 as its documentation describes it: form-encoded requests alone, codes that work once, redirect addresses that were
registered, PKCE where it was begun with, and tokens that end when one of them is revoked."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Granted:
    user: dict[str, object]
    redirect_uri: str
    challenge: str


@dataclass(slots=True, kw_only=True)
class DiscordSite:
    """One application's side of it."""

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    codes: dict[str, _Granted] = field(default_factory=dict[str, _Granted])
    tokens: dict[str, dict[str, object]] = field(default_factory=dict[str, dict[str, object]])
    """Access tokens that are good, and whose they are."""
    revoked: list[str] = field(default_factory=list[str])

    def agrees(self, query: dict[str, str], user: dict[str, object]) -> str:
        """A person presses Authorize on the page with this query; the code that the browser is sent back with."""
        assert (query["client_id"], query["response_type"], query["scope"]) == (
            self.client_id,
            "code",
            "identify",
        )
        assert query["redirect_uri"] in self.redirect_uris, "Invalid OAuth2 redirect_uri"
        code = secrets.token_urlsafe(16)
        challenge = query.get("code_challenge", "")
        self.codes[code] = _Granted(user=user, redirect_uri=query["redirect_uri"], challenge=challenge)
        return code

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/oauth2/token", self._token, methods=["POST"]),
                Route("/api/oauth2/token/revoke", self._revoke, methods=["POST"]),
                Route("/api/users/@me", self._me, methods=["GET"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        granted = self.codes.pop(form.get("code", ""), None)
        if granted is None or form.get("redirect_uri") != granted.redirect_uri or not _proves(form, granted):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = secrets.token_urlsafe(20)
        self.tokens[token] = granted.user
        return JSONResponse(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": 604_800,
                "refresh_token": "r" + token,
                "scope": "identify",
            }
        )

    async def _revoke(self, request: Request) -> Response:
        form = await self._form(request)
        if form is None:
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        self.tokens.pop(form.get("token", ""), None)
        self.revoked.append(form.get("token", ""))
        return JSONResponse({})

    async def _me(self, request: Request) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or token not in self.tokens:
            return JSONResponse({"message": "401: Unauthorized", "code": 0}, status_code=401)
        return JSONResponse(self.tokens[token])

    async def _form(self, request: Request) -> dict[str, str] | None:
        """None where it is no form, or the client does not prove itself (by HTTP Basic)."""
        if not request.headers.get("content-type", "").startswith(FORM):
            return None
        basic = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {basic}":
            return None
        return {name: str(value) for name, value in (await request.form()).items()}


def _proves(form: dict[str, str], granted: _Granted) -> bool:
    if not granted.challenge:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == granted.challenge
