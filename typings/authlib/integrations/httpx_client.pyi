from typing import Any

import httpx2

class AsyncOAuth2Client(httpx2.AsyncClient):
    token: dict[str, Any]
    def __init__(
        self,
        *,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        scope: str,
        code_challenge_method: str,
        timeout: float,
        transport: httpx2.AsyncBaseTransport | None,
    ) -> None: ...
    async def __aenter__(self) -> AsyncOAuth2Client: ...
    def create_authorization_url(
        self, url: str, *, state: str, code_verifier: str, nonce: str = ...
    ) -> tuple[str, str]: ...
    async def fetch_token(
        self, url: str, *, code: str, code_verifier: str, grant_type: str, client_id: str = ...
    ) -> dict[str, Any]: ...
    async def revoke_token(self, url: str, *, token: str, token_type_hint: str) -> object: ...
