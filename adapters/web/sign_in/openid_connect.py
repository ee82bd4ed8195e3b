"""OpenID Connect: the code flow with PKCE, state and nonce, by Authlib; the id token is checked against the provider's own keys.

Telegram's “Log In With Telegram” is one such provider, whose `id` is the Telegram user (`sub` is not)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from adapters.web.config import LOOPBACK
from adapters.web.sign_in_service import SERVICE_SECONDS, Attempt, SignInRefused, Vouched
from agent.domain.conversation import Author, AuthorId
from agent.ports import Way

DISCOVERY = "/.well-known/openid-configuration"
DISCOVERED_SECONDS = 3600.0
"""What a provider says of itself is asked for again after this; so are its keys, and whenever one is not among them."""
LEEWAY_SECONDS = 60
"""By which clocks may differ."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures by a key that is the provider's alone; never “none”, never one made with the secret that we share."""
TELEGRAM = "https://oauth.telegram.org"


class _Discovered(BaseModel):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(slots=True, kw_only=True)
class OpenIdConnect:
    """The `SignInService` of one provider."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    way: Way = "oidc"
    transport: httpx2.AsyncBaseTransport | None = None
    monotonic: Callable[[], float] = time.monotonic
    _discovered: _Discovered | None = None
    _keys: KeySet | None = None
    _asked_at: float = 0.0

    async def begin(self, attempt: Attempt) -> str:
        found = await self._discover()
        async with self._client(attempt) as client:
            url, _state = client.create_authorization_url(
                found.authorization_endpoint, state=attempt.state, nonce=attempt.nonce, code_verifier=attempt.verifier,
            )  # fmt: skip
        return url

    async def finish(self, attempt: Attempt, code: str) -> Vouched:
        found = await self._discover()
        try:
            async with self._client(attempt) as client:
                token = await client.fetch_token(
                    found.token_endpoint,
                    code=code,
                    code_verifier=attempt.verifier,
                    grant_type="authorization_code",
                    client_id=self.client_id,  # beside HTTP Basic: Telegram's documentation has it in the form too
                )
            claims = await self._claims(str(token.get("id_token", "")), attempt)
        except OAuthError as error:
            raise SignInRefused(f"the provider refused the code: {error.error}") from error
        except (httpx2.HTTPError, JoseError, ValueError) as error:
            raise SignInRefused(f"the provider's answer is no use: {type(error).__name__}") from error
        return self._vouched(claims)

    def _client(self, attempt: Attempt) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self.client_id, client_secret=self.client_secret, redirect_uri=attempt.back, scope="openid profile",
            code_challenge_method="S256", timeout=SERVICE_SECONDS, transport=self.transport,
        )  # fmt: skip

    async def _claims(self, id_token: str, attempt: Attempt) -> dict[str, Any]:
        try:
            token = jwt.decode(id_token, await self._provider_keys(), algorithms=ALGORITHMS)
        except (JoseError, ValueError):  # signed with a key that is newer than ours
            token = jwt.decode(id_token, await self._provider_keys(anew=True), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            token.claims, token.header,
            options={"iss": {"essential": True, "value": self.issuer}, "aud": {"essential": True, "value": self.client_id}},
            params={"nonce": attempt.nonce, "client_id": self.client_id},
        )  # fmt: skip
        claims.validate(leeway=LEEWAY_SECONDS)
        return dict(claims)

    def _vouched(self, claims: dict[str, Any]) -> Vouched:
        subject = str(claims["sub"])
        name = next(
            (str(claims[each]) for each in ("name", "preferred_username", "nickname") if claims.get(each)), ""
        )
        account = None
        if self.way == "telegram":
            number = str(claims.get("id", ""))
            if not (number.isascii() and number.isdigit()):
                raise SignInRefused("Telegram did not say which of its users it is")
            account = Author(id=AuthorId(f"telegram:{number}"), name=name)
        return Vouched(service=self.issuer, subject=subject, name=name, account=account)

    async def _discover(self) -> _Discovered:
        if self._discovered is not None and self.monotonic() - self._asked_at < DISCOVERED_SECONDS:
            return self._discovered
        try:
            found = _Discovered.model_validate(await self._get(self.issuer.rstrip("/") + DISCOVERY))
        except ValidationError as error:
            raise SignInRefused("the provider says of itself what cannot be read") from error
        if found.issuer != self.issuer:
            raise SignInRefused("the provider calls itself otherwise than the settings do")
        for address in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            if not is_safe(address):
                raise SignInRefused("the provider names an address that is not https")
        self._discovered, self._keys, self._asked_at = found, None, self.monotonic()
        return found

    async def _provider_keys(self, *, anew: bool = False) -> KeySet:
        if self._keys is None or anew:
            found = await self._discover()
            self._keys = KeySet.import_key_set(await self._get(found.jwks_uri))
        return self._keys

    async def _get(self, url: str) -> Any:
        try:
            async with httpx2.AsyncClient(timeout=SERVICE_SECONDS, transport=self.transport) as client:
                return (await client.get(url)).raise_for_status().json()
        except (httpx2.HTTPError, ValueError) as error:
            raise SignInRefused(f"the provider does not answer: {type(error).__name__}") from error


def is_safe(url: str) -> bool:
    """Whether nobody in between can read or change what goes there: https, or this machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and (parts.hostname or "") in LOOPBACK)
