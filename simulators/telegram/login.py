"""“Log In With Telegram” as core.telegram.org/bots/telegram-login describes it: OpenID Connect with the code flow. The id token says
who it is (`id`; `sub` is another number), there is no userinfo, and the token request names the client in its form too."""

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.sign_in_site import Granted, SignInSite, TokenRefused

SCOPES = frozenset(("openid", "profile", "phone", "telegram:bot_access"))
TOKEN_SECONDS = 3_600
_OF_SCOPE = {"profile": ("id", "name", "preferred_username", "picture"), "phone": ("phone_number",)}
"""Claims of a person that are told for a scope. Which one brings `id` the documentation leaves open; its example asks for both."""


def _key() -> RSAKey:
    return RSAKey.generate_key(2_048, {"kid": "telegram-1", "alg": "RS256", "use": "sig"})


@dataclass(slots=True, kw_only=True)
class TelegramSite(SignInSite):
    """One bot's side of it: `client_id` is the bot's id. `issuer` is where it is served."""

    issuer: str
    scopes: frozenset[str] = SCOPES
    key: RSAKey = field(default_factory=_key)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._configuration, methods=["GET"]),
                Route("/.well-known/jwks.json", self._keys, methods=["GET"]),
                Route("/auth", self.page, methods=["GET", "POST"]),
                Route("/token", self._token, methods=["POST"]),
            ]
        )

    async def _configuration(self, _: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth", "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/.well-known/jwks.json", "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"], "subject_types_supported": ["pairwise"],
                "scopes_supported": sorted(SCOPES), "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )  # fmt: skip

    async def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    async def _token(self, request: Request) -> Response:
        try:
            form = await self.form(request)
            if form.get("client_id") != self.client_id:
                raise TokenRefused("invalid_request", "client_id is missing")
            granted = await self.redeemed(request)
        except TokenRefused as refused:
            return refused.answer()
        told = {
            "access_token": secrets.token_urlsafe(20),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
        }
        if "openid" in granted.scopes:
            told["id_token"] = self._id_token(granted)
        return JSONResponse(told)

    def _id_token(self, granted: Granted) -> str:
        now = int(time.time())
        told = [claim for scope, claims in _OF_SCOPE.items() if scope in granted.scopes for claim in claims]
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": self.client_id, "sub": str(granted.person["sub"]), "iat": now, "exp": now + TOKEN_SECONDS,
            **({"nonce": granted.nonce} if granted.nonce else {}),
            **{claim: granted.person[claim] for claim in told if claim in granted.person},
        }  # fmt: skip
        header = {"alg": "RS256", "kid": "telegram-1"}
        return jwt.encode(header, claims, self.key, algorithms=["RS256"])
