"""Where Discord is, and a login of our own for a process without a gateway."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import aiohttp
from discord import http as discord_http
from discord.http import HTTPClient, Route

from adapters.discord.config import DiscordConfig
from adapters.discord.http.call_pace import CallPace
from adapters.discord.http.invalid_requests import InvalidRequests

WAIT_SECONDS_MAX = 30.0
"""A 429 that asks for more is raised instead of waited out."""
PUBLIC_API = "https://discord.com/api/v10"

Opener = Callable[[], Awaitable[HTTPClient]]


def point_at(config: DiscordConfig) -> None:
    """Every route of this process goes to the configured server (discord.py 2.7.1 has it on the class), which may name the
    character set of its JSON: the library takes that for text."""
    Route.BASE = config.api_url.rstrip("/") or PUBLIC_API
    discord_http.json_or_text = _json_or_text


async def _json_or_text(response: aiohttp.ClientResponse) -> object:
    text = await response.text(encoding="utf-8")
    return json.loads(text) if text and response.content_type == "application/json" else text


class TokenLogin:
    """An HTTPClient of our own for a process without a gateway, logged in at its first use."""

    def __init__(
        self,
        config: DiscordConfig,
        *,
        invalid_requests: InvalidRequests | None = None,
        pace: CallPace | None = None,
    ) -> None:
        point_at(config)  # before the first route is made
        self._config = config
        self.invalid_requests = invalid_requests or InvalidRequests()
        self._pace = pace or CallPace()
        self._lock = asyncio.Lock()
        self._http: HTTPClient | None = None

    async def __call__(self) -> HTTPClient:
        """Raises what a call raises, LoginFailure among it; the next call tries again."""
        if self._http is not None:
            return self._http
        async with self._lock:
            if self._http is None:
                self._http = await self._log_in()
        return self._http

    async def close(self) -> None:
        if self._http is not None:
            http, self._http = self._http, None
            await http.close()

    async def _log_in(self) -> HTTPClient:
        self.invalid_requests.check()
        http = HTTPClient(
            asyncio.get_running_loop(),
            http_trace=self.invalid_requests.trace(self._pace),
            max_ratelimit_timeout=WAIT_SECONDS_MAX,
        )
        try:
            await http.static_login(self._config.token.strip())
        except BaseException:
            await http.close()
            raise
        return http
