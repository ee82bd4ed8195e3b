"""Calls to Discord's REST API with the bot's token, through discord.py's client: it knows the buckets, waits out a 429 and tries
again after a 5xx. Pictures go as files beside the JSON."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

import aiohttp
import discord
from discord import http as discord_http
from discord.http import HTTPClient, Route

from adapters.discord.config import DiscordConfig
from adapters.discord.http.call_pace import CallPace
from adapters.discord.http.platform_errors import InvalidRequests, wait_seconds
from adapters.http.foreign_json import Json, Raw, obj, objects, string
from adapters.http.retries import retried
from agent.ports import PictureFile

WAIT_SECONDS_MAX = 30.0
"""A 429 that asks for more is raised instead of waited out."""
PUBLIC_API = "https://discord.com/api/v10"

Opener = Callable[[], Awaitable[HTTPClient]]
CALL_SECONDS = 50.0
"""Deadline of one call, its waiting for a bucket and its repeats included."""
SHORT_WAIT_SECONDS = 5.0
"""A 429 that is not Discord's own word is waited out where it asks for no more than this, so often:"""
SHORT_WAITS_MAX = 3
ORIGINAL = "@original"
"""The first response to an interaction, as Discord names it."""


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


class Unreadable(discord.DiscordException):
    """An answer that is none of Discord's: broken JSON, or other fields."""


class Rest:
    """Every method raises one of `troubles.FOREIGN`."""

    def __init__(self, opened: Opener) -> None:
        self._opened = opened

    async def send(self, channel: str, payload: Json, files: Sequence[PictureFile] = ()) -> Raw:
        """Posts; the message as it is there now."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        return await self._message(route, payload, files)

    async def edit(self, channel: str, message: str, payload: Json, files: Sequence[PictureFile] = ()) -> str:
        route = Route(
            "PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=channel, message_id=message
        )
        return string((await self._message(route, payload, files)).get("id")) or message

    async def delete(self, channel: str, message: str) -> None:
        await self._call(
            Route(
                "DELETE",
                "/channels/{channel_id}/messages/{message_id}",
                channel_id=channel,
                message_id=message,
            )
        )

    async def message(self, channel: str, message: str) -> Raw:
        return obj(
            await self._call(
                Route(
                    "GET",
                    "/channels/{channel_id}/messages/{message_id}",
                    channel_id=channel,
                    message_id=message,
                )
            )
        )

    async def server(self, server: str) -> Raw:
        """With its roles."""
        return obj(await self._call(Route("GET", "/guilds/{guild_id}", guild_id=server)))

    async def member(self, server: str, person: str) -> Raw:
        return obj(
            await self._call(
                Route("GET", "/guilds/{guild_id}/members/{user_id}", guild_id=server, user_id=person)
            )
        )

    async def user(self, person: str) -> Raw:
        return obj(await self._call(Route("GET", "/users/{user_id}", user_id=person)))

    async def typing(self, channel: str) -> None:
        await self._call(Route("POST", "/channels/{channel_id}/typing", channel_id=channel))

    async def private_channel(self, user: str) -> str:
        """The channel of direct messages with a person."""
        found = await self._call(Route("POST", "/users/@me/channels"), json={"recipient_id": user})
        return string(obj(found).get("id"))

    async def unarchive(self, thread: str) -> None:
        await self._call(
            Route("PATCH", "/channels/{channel_id}", channel_id=thread), json={"archived": False}
        )

    async def open_thread(self, channel: str, name: str) -> str:
        """A public thread; its id."""
        found = await self._call(
            Route("POST", "/channels/{channel_id}/threads", channel_id=channel),
            json={"name": name, "type": 11, "auto_archive_duration": 10080},
        )
        return string(obj(found).get("id"))

    async def answer(self, interaction: str, token: str, payload: Json) -> None:
        """The first response to an interaction, within three seconds of it."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=interaction,
            webhook_token=token,
        )
        await self._call(route, json=payload)

    async def follow_up(self, app: str, token: str, payload: Json, files: Sequence[PictureFile] = ()) -> str:
        """A further message of an interaction; its id."""
        route = Route("POST", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=app, webhook_token=token)
        return string((await self._message(route, payload, files, params={"wait": "true"})).get("id"))

    async def edit_answer(
        self, app: str, token: str, message: str, payload: Json, files: Sequence[PictureFile] = ()
    ) -> str:
        """`message` is the id of one of the interaction's messages, or `@original`. Returns its id."""
        route = _answer_route("PATCH", app, token, message)
        return string((await self._message(route, payload, files)).get("id")) or message

    async def delete_answer(self, app: str, token: str, message: str) -> None:
        await self._call(_answer_route("DELETE", app, token, message))

    async def commands(self, app: str, payload: Sequence[Json]) -> None:
        """All slash commands and menus, in every server."""
        route = Route("PUT", "/applications/{application_id}/commands", application_id=app)
        await self._call(route, json=list(payload))

    async def application(self) -> Raw:
        return obj(await self._call(Route("GET", "/oauth2/applications/@me")))

    async def history(self, channel: str, *, after: int, limit: int) -> list[Raw]:
        """Messages with greater ids, in no promised order."""
        found = await self._call(
            Route("GET", "/channels/{channel_id}/messages", channel_id=channel),
            params={"after": str(after), "limit": str(limit)},
        )
        return objects(found)

    async def file(self, url: str) -> bytes:
        """From Discord's file server."""
        http = await self._opened()
        return await http.get_from_cdn(url)

    async def _message(
        self,
        route: Route,
        payload: Json,
        files: Sequence[PictureFile],
        *,
        params: Mapping[str, str] | None = None,
    ) -> Raw:
        if not files:
            return obj(await self._call(route, json=payload, params=params))
        sent = [discord.File(io.BytesIO(file.data), filename=file.name) for file in files]
        parts: list[Json] = [{"name": "payload_json", "value": json.dumps(payload)}]
        for number, file in enumerate(sent):
            parts.append(
                {
                    "name": f"files[{number}]",
                    "value": file.fp,
                    "filename": file.filename,
                    "content_type": "application/octet-stream",
                }
            )
        try:
            return obj(await self._call(route, form=parts, files=sent, params=params))
        finally:
            for file in sent:
                file.close()

    async def _call(self, route: Route, *, files: Sequence[discord.File] = (), **given: object) -> object:
        options = {name: value for name, value in given.items() if value is not None}
        try:
            async with asyncio.timeout(CALL_SECONDS):
                return await self._patiently(route, files, options)
        except (TypeError, KeyError, ValueError) as error:
            raise Unreadable(type(error).__name__) from error

    async def _patiently(
        self, route: Route, files: Sequence[discord.File], options: Mapping[str, object]
    ) -> object:
        """discord.py waits out what Discord itself says; a 429 of a proxy or of Cloudflare it raises."""
        http = await self._opened()

        async def ask() -> object:
            for file in files:
                file.reset()
            return await http.request(route, files=files or None, **options)  # pyright: ignore[reportArgumentType]

        return await retried(ask, wait=_short_wait, tries=SHORT_WAITS_MAX + 1)


def _short_wait(error: Exception, _number: int) -> float | None:
    if not isinstance(error, discord.HTTPException) or error.status != 429:
        return None
    return seconds if (seconds := wait_seconds(error)) <= SHORT_WAIT_SECONDS else None


def _answer_route(method: str, app: str, token: str, message: str) -> Route:
    assert message == ORIGINAL or message.isdecimal(), "an id of Discord's"
    # Not as a parameter: `@` would be escaped there.
    path = f"/webhooks/{{webhook_id}}/{{webhook_token}}/messages/{message}"
    return Route(method, path, webhook_id=app, webhook_token=token)
