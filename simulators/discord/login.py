"""Discord's OAuth2 as its documentation describes it, and as strict: `identify` is what a page like ours asks for, the issuer comes back
with the code (its .well-known/oauth-authorization-server says so), and revoking one token ends the whole authorisation."""

import secrets
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.sign_in_site import Person, SignInSite, TokenRefused

ISSUER = "https://discord.com"
SCOPES = frozenset(("identify", "email", "guilds"))


@dataclass(slots=True, kw_only=True)
class DiscordSite(SignInSite):
    """One application's side of it."""

    scopes: frozenset[str] = SCOPES
    said_of_itself: str = ISSUER
    tokens: dict[str, Person] = field(default_factory=dict[str, Person])
    """Access tokens that are good, and whose they are."""
    revoked: list[str] = field(default_factory=list[str])

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/oauth2/authorize", self.page, methods=["GET", "POST"]),
                Route("/api/oauth2/token", self._token, methods=["POST"]),
                Route("/api/oauth2/token/revoke", self._revoke, methods=["POST"]),
                Route("/api/users/@me", self._me, methods=["GET"]),
            ]
        )

    async def _token(self, request: Request) -> Response:
        try:
            granted = await self.redeemed(request)
        except TokenRefused as refused:
            return refused.answer()
        token = secrets.token_urlsafe(20)
        self.tokens[token] = granted.person
        return JSONResponse(
            {
                "access_token": token, "token_type": "Bearer", "expires_in": 604_800, "refresh_token": "r" + token,
                "scope": " ".join(sorted(granted.scopes)),
            }
        )  # fmt: skip

    async def _revoke(self, request: Request) -> Response:
        try:
            form = await self.form(request)
        except TokenRefused as refused:
            return refused.answer()
        self.tokens.pop(form.get("token", ""), None)
        self.revoked.append(form.get("token", ""))
        return JSONResponse({})

    async def _me(self, request: Request) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Bearer" or token not in self.tokens:
            return JSONResponse({"message": "401: Unauthorized", "code": 0}, status_code=401)
        return JSONResponse(self.tokens[token])
