"""Signing in with Discord: the code flow with the scope `identify`. Once the id is known the tokens are revoked and dropped."""

from contextlib import suppress
from dataclasses import dataclass, field

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from pydantic import BaseModel, Field

from adapters.web.sign_in_service import SERVICE_SECONDS, Attempt, SignInRefused, Vouched
from agent.domain.conversation import Author, AuthorId
from agent.ports import Way

SITE = "https://discord.com"


class _User(BaseModel):
    """What Discord says of a person, as far as it matters."""

    id: str = Field(pattern="^[0-9]{1,20}$")
    username: str = ""
    global_name: str | None = None


@dataclass(slots=True, kw_only=True)
class DiscordLogin:
    """The `SignInService` of Discord."""

    client_id: str
    client_secret: str = field(repr=False)
    site: str = SITE
    name: str = "Discord"
    way: Way = "discord"
    transport: httpx2.AsyncBaseTransport | None = None

    async def begin(self, attempt: Attempt) -> str:
        async with self._client(attempt) as client:
            url, _state = client.create_authorization_url(
                f"{self.site}/oauth2/authorize", state=attempt.state, code_verifier=attempt.verifier
            )
        return url

    async def finish(self, attempt: Attempt, code: str) -> Vouched:
        try:
            async with self._client(attempt) as client:
                await client.fetch_token(
                    f"{self.site}/api/oauth2/token", code=code, code_verifier=attempt.verifier,
                    grant_type="authorization_code",
                )  # fmt: skip
                try:
                    answer = (await client.get(f"{self.site}/api/users/@me")).raise_for_status()
                finally:
                    await self._revoke(client)
            return _vouched(_User.model_validate_json(answer.content))
        except OAuthError as error:
            raise SignInRefused(f"Discord refused the code: {error.error}") from error
        except (httpx2.HTTPError, ValueError) as error:
            raise SignInRefused(f"Discord's answer is no use: {type(error).__name__}") from error

    def _client(self, attempt: Attempt) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            client_id=self.client_id, client_secret=self.client_secret, redirect_uri=attempt.back, scope="identify",
            code_challenge_method="S256", timeout=SERVICE_SECONDS, transport=self.transport,
        )  # fmt: skip

    async def _revoke(self, client: AsyncOAuth2Client) -> None:
        """Revoking one token ends the whole authorisation. Where that fails, it ends by itself: nothing of it is kept."""
        with suppress(httpx2.HTTPError, OAuthError):
            await client.revoke_token(
                f"{self.site}/api/oauth2/token/revoke",
                token=client.token["access_token"],
                token_type_hint="access_token",  # noqa: S106 # a kind of token
            )


def _vouched(user: _User) -> Vouched:
    name = user.global_name or user.username
    return Vouched(
        service=SITE, subject=user.id, name=name, account=Author(id=AuthorId(f"discord:{user.id}"), name=name)
    )
