"""A Discord of our own on loopback: its REST API, its gateway and its file server, as far as a bot in one server needs them.

It keeps what Discord keeps (messages, nonces, sessions with their events) and breaks what a test tells it to break. Answers say exactly
`application/json`: discord.py reads anything else as text.
"""

import asyncio
import json
import re
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

EPOCH_MS = 1_420_070_400_000
ME, APP = "900", "900"
GUILD, CHANNEL = "100", "200"
ALL_RIGHTS = str((1 << 50) - 1)
TOKEN = "MTIz.made-up.token"
V2, HIDDEN = 1 << 15, 1 << 6

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Call:
    method: str
    path: str
    json: Any
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(slots=True, kw_only=True)
class Fault:
    method: str
    path: re.Pattern[str]
    status: int
    body: Json
    headers: dict[str, str]
    times: int
    after: bool = False
    """The call is carried out, and only its answer is lost."""


@dataclass(slots=True, kw_only=True)
class Session:
    id: str
    events: list[Json] = field(default_factory=list[Json])
    socket: web.WebSocketResponse | None = None
    resumable: bool = True


class DiscordServer:
    """One server with the bot in it, one channel, and whoever a test names."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.commands: list[Json] = []
        self.messages: dict[str, dict[str, Json]] = {CHANNEL: {}}
        self.channels: dict[str, Json] = {CHANNEL: channel(CHANNEL, "art")}
        self.faults: list[Fault] = []
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.tokens: dict[str, Json] = {}
        """Interaction token to the interaction."""
        self.dead_tokens: set[str] = set()
        self.callbacks: dict[str, list[Json]] = {}
        self.forms: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.url = ""
        self.content_intent = True
        self.first_shard_only = True
        self._ids = 0
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    # --- running -------------------------------------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"{self.url.replace('http', 'ws')}/gateway"

    async def start(self) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway{rest:/?}", self._gateway)
        app.router.add_get("/cdn/{number}/{name}", self._file)
        app.router.add_route("*", "/api/v10/{path:.*}", self._rest)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        for session in self.sessions.values():
            if session.socket is not None:
                with suppress(ConnectionError, RuntimeError):
                    await session.socket.close(code=4000)
        if self._runner is not None:
            await self._runner.cleanup()

    async def until(self, true: Callable[[], object], *, seconds: float = 10.0, what: str = "") -> Any:
        """Waits until something holds; what it returns."""
        deadline = time.monotonic() + seconds
        while not (found := true()):
            self._changed.clear()
            rest = deadline - time.monotonic()
            assert rest > 0, f"it did not come: {what}\n{self.transcript()}"
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), min(rest, 0.05))
        return found

    def transcript(self) -> str:
        return "\n".join(f"{call.method} {call.path} {str(call.json)[:300]}" for call in self.calls[-40:])

    # --- breaking ------------------------------------------------------------------------------------------------

    def fail(
        self,
        method: str,
        path: str,
        status: int,
        *,
        times: int = 1,
        code: int = 0,
        after: bool = False,
        **headers: str,
    ) -> None:
        """The next calls of that kind are answered so. `path` is a regular expression."""
        body: Json = {"message": "made to fail", "code": code}
        if status == 429:
            wait = headers.pop("retry_after", "0.1")
            body |= {"retry_after": float(wait), "global": False}
            headers |= {"Via": "1.1 test", "Retry-After": wait}
        self.faults.append(
            Fault(
                method=method,
                path=re.compile(path),
                status=status,
                body=body,
                headers=headers,
                times=times,
                after=after,
            )
        )

    async def drop(self, *, code: int = 4000, resumable: bool = True) -> None:
        """Every connection breaks."""
        for session in self.sessions.values():
            session.resumable = session.resumable and resumable
            if session.socket is not None:
                socket, session.socket = session.socket, None
                await socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        for session in self.live():
            await self._send(session, {"op": 7, "d": None})

    def live(self) -> list[Session]:
        return [session for session in self.sessions.values() if session.socket is not None]

    # --- people --------------------------------------------------------------------------------------------------

    async def say(
        self,
        who: str,
        text: str,
        *,
        where: str = CHANNEL,
        mention: bool = True,
        reply_to: str = "",
        files: Sequence[tuple[str, bytes]] = (),
        **more: Any,
    ) -> Json:
        """A person writes. `mention` puts the bot's name before it."""
        names = [user(ME, "atelier", bot=True)] if mention else []
        message = self._message(
            where, user(*PEOPLE[who]), f"<@{ME}> {text}" if mention else text, mentions=names
        )
        message["attachments"] = [self._stored(name, data) for name, data in files]
        if reply_to:
            message |= {
                "type": 19,
                "message_reference": {"message_id": reply_to, "channel_id": where, "guild_id": GUILD},
                "referenced_message": self.messages[where].get(reply_to),
            }
        message |= more
        self._keep(message)
        event = (
            dict(message)
            if where not in self.channels or self.channels[where]["type"] == 1
            else self._in_guild(message, who)
        )
        await self.emit("MESSAGE_CREATE", event)
        return message

    async def press(self, who: str, message: str, label: str, *, where: str = CHANNEL) -> Json:
        """A button of a message, by its label (or by its id)."""
        shown = self.messages[where][message]
        button = next(
            (b for b in buttons(shown) if label in (b.get("label"), b["custom_id"])), {"custom_id": label}
        )
        data = {"component_type": 2, "custom_id": button["custom_id"], "id": 1}
        return await self.interact(3, who, data, where=where, message=shown)

    async def slash(self, who: str, name: str, *, where: str = CHANNEL, **options: Any) -> Json:
        root, _, sub = name.partition(" ")
        given = [
            {"name": key, "type": 5 if isinstance(value, bool) else 3, "value": value}
            for key, value in options.items()
        ]
        chosen = [{"name": sub, "type": 1, "options": given}] if sub else given
        return await self.interact(
            2, who, {"id": "1", "name": root, "type": 1, "options": chosen}, where=where
        )

    async def submit(
        self, who: str, form: Json, text: str, *, where: str = CHANNEL, message: str = ""
    ) -> Json:
        data = {
            "custom_id": form["custom_id"],
            "components": [
                {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "words", "value": text}}
            ],
        }
        return await self.interact(5, who, data, where=where, message=self.messages[where].get(message))

    async def interact(
        self,
        kind: int,
        who: str,
        data: Json,
        *,
        where: str = CHANNEL,
        message: Json | None = None,
        **more: Any,
    ) -> Json:
        number = self.new_id()
        token = f"interaction-{number}"
        event: Json = {
            "id": number, "application_id": APP, "type": kind, "data": data, "token": token, "version": 1,
            "channel_id": where, "channel": self.channels[where], "locale": "en-US", "attachment_size_limit": 10_485_760,
            "app_permissions": ALL_RIGHTS, "entitlements": [], "authorizing_integration_owners": {"0": GUILD}, "context": 0,
        }  # fmt: skip
        if self.channels[where]["type"] == 1:
            event |= {"user": user(*PEOPLE[who]), "context": 1}
        else:
            event |= {"guild_id": GUILD, "member": {**member(who), "permissions": "2048"}}
        if message is not None:
            event["message"] = message
        event |= more
        self.tokens[token] = event
        await self.emit("INTERACTION_CREATE", event)
        return event

    def private_chat(self, who: str) -> str:
        """The id of the chat with one person."""
        number = f"3{PEOPLE[who][0]}"
        self.channels[number] = {
            "id": number,
            "type": 1,
            "recipients": [user(*PEOPLE[who])],
            "last_message_id": None,
        }
        self.messages.setdefault(number, {})
        return number

    # --- looking -------------------------------------------------------------------------------------------------

    def posted(self, where: str = CHANNEL) -> list[Json]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages[where].values() if message["author"]["id"] == ME]

    def called(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and re.fullmatch(path, call.path)]

    # --- the gateway ---------------------------------------------------------------------------------------------

    async def emit(self, name: str, data: Json) -> None:
        """An event of every session: sent where there is a connection, kept where there is none."""
        for session in self.sessions.values():
            payload = {"op": 0, "t": name, "s": len(session.events) + 1, "d": data}
            session.events.append(payload)
            await self._send(session, payload)

    async def _send(self, session: Session, payload: Json) -> None:
        if session.socket is not None and not session.socket.closed:
            with suppress(ConnectionError, RuntimeError):
                await session.socket.send_str(json.dumps(payload))

    async def _gateway(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        await socket.send_str(
            json.dumps({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        )
        async for frame in socket:
            if frame.type != WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            match payload["op"]:
                case 1:
                    await socket.send_str(json.dumps({"op": 11, "d": None, "s": None, "t": None}))
                case 2:
                    await self._identify(socket, payload["d"])
                case 6:
                    await self._resume(socket, payload["d"])
                case _:
                    pass
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.identified.append(data)
        if data["token"] != TOKEN:
            await socket.close(code=4004)
            return
        if data["intents"] & (1 << 15) and not self.content_intent:
            await socket.close(code=4014)
            return
        session = Session(id=f"session-{len(self.sessions)}", socket=socket)
        for old in self.sessions.values():
            old.socket = None
        self.sessions = {session.id: session}
        ready: Json = {
            "v": 10, "user": user(ME, "atelier", bot=True), "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": session.id, "resume_gateway_url": "wss://resume.invalid", "application": {"id": APP, "flags": 0},
            "shard": data.get("shard", [0, 1]),
        }  # fmt: skip
        for name, event in (("READY", ready), ("GUILD_CREATE", self.guild())):
            payload = {"op": 0, "t": name, "s": len(session.events) + 1, "d": event}
            session.events.append(payload)
            await self._send(session, payload)
        self._changed.set()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.resumed.append(data)
        session = self.sessions.get(data["session_id"])
        if session is None or not session.resumable:
            await socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
            return
        session.socket = socket
        for payload in session.events[data["seq"] :]:
            await self._send(session, payload)
        payload = {"op": 0, "t": "RESUMED", "s": len(session.events) + 1, "d": {}}
        session.events.append(payload)
        await self._send(session, payload)

    def guild(self) -> Json:
        everyone = {
            "id": GUILD, "name": "@everyone", "color": 0, "colors": {"primary_color": 0}, "hoist": False, "position": 0,
            "permissions": ALL_RIGHTS, "managed": False, "mentionable": False, "flags": 0,
        }  # fmt: skip
        return {
            "id": GUILD, "name": "Painters", "icon": None, "owner_id": "1", "roles": [everyone], "emojis": [], "features": [],
            "channels": [c for c in self.channels.values() if c["type"] != 1 and c.get("thread_metadata") is None],
            "threads": [c for c in self.channels.values() if c.get("thread_metadata")], "members": [member("me")], "member_count": 3,
            "premium_tier": 0, "nsfw_level": 0, "verification_level": 0, "default_message_notifications": 0, "afk_timeout": 60,
            "explicit_content_filter": 0, "mfa_level": 0, "system_channel_flags": 0, "preferred_locale": "en-US", "stickers": [],
            "premium_progress_bar_enabled": False, "large": False, "unavailable": False, "presences": [], "voice_states": [],
            "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [], "joined_at": "2026-01-01T00:00:00+00:00",
        }  # fmt: skip

    # --- REST ----------------------------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await _body(request)
        self.calls.append(Call(method=request.method, path=path, json=body, files=files))
        fault = self._fault(request.method, path)
        if fault is not None and not fault.after:
            return _answer(fault.status, fault.body, fault.headers)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        for method, pattern, handler in _ROUTES:
            found = re.fullmatch(pattern, path)
            if method == request.method and found:
                status, data = handler(self, found.groups(), body, files, request.query)
                self._changed.set()
                if fault is not None:
                    return _answer(fault.status, fault.body, fault.headers)
                return _answer(status, data)
        return _answer(404, {"message": f"no such route: {request.method} {path}", "code": 0})

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method == method and fault.path.fullmatch(path):
                fault.times -= 1
                return fault
        return None

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["number"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    def post(self, where: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        if where not in self.channels:
            return _gone(10003)
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            known = next((m for m in self.messages[where].values() if m.get("nonce") == nonce), None)
            if known is not None:
                return 200, known
        message = self._message(where, user(ME, "atelier", bot=True), body.get("content", ""))
        message["nonce"] = nonce
        if "message_reference" in body:
            message["message_reference"] = {"channel_id": where, **body["message_reference"]}
        self._change(message, body, files)
        self._keep(message)
        return 200, message

    def change(self, where: str, number: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        message = self.messages.get(where, {}).get(number)
        if message is None:
            return _gone(10008)
        self._change(message, body, files)
        return 200, message

    def follow_up(self, token: str, body: Json, files: Mapping[str, bytes]) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return _gone(50027, status=401)
        if token in self.forms and self.forms[token].get("loading"):
            return self.change_answer(token, "@original", body, files)
        status, message = self.post(event["channel_id"], body, files)
        self.callbacks.setdefault(token, []).append(message)
        return status, message

    def change_answer(
        self, token: str, number: str, body: Json, files: Mapping[str, bytes]
    ) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return _gone(50027, status=401)
        state = self.forms.setdefault(token, {})
        where = event["channel_id"]
        if number == "@original":
            number = state.get("original", "")
        state["loading"] = False
        return self.change(where, number, body, files)

    def drop_answer(self, token: str, number: str) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return _gone(50027, status=401)
        if number == "@original":
            number = self.forms.get(token, {}).get("original", "")
        return self.drop_message(event["channel_id"], number)

    def drop_message(self, where: str, number: str) -> tuple[int, Any]:
        return (204, None) if self.messages.get(where, {}).pop(number, None) else _gone(10008)

    def answer(self, token: str, body: Json) -> tuple[int, Any]:
        event = self._by_token(token)
        if event is None:
            return _gone(10062)
        if token in self.forms:
            return 400, {"message": "already acknowledged", "code": 40060}
        state: Json = {"type": body["type"], "data": body.get("data")}
        if body["type"] == 5:
            flags = (body.get("data") or {}).get("flags", 0) | (1 << 7)
            message = self._message(event["channel_id"], user(ME, "atelier", bot=True), "", flags=flags)
            self._keep(message)
            state |= {"original": message["id"], "loading": True}
        elif "message" in event:
            state["original"] = event["message"]["id"]
        self.forms[token] = state
        return 204, None

    def _by_token(self, token: str) -> Json | None:
        return None if token in self.dead_tokens else self.tokens.get(token)

    def _change(self, message: Json, body: Json, files: Mapping[str, bytes]) -> None:
        if "components" in body:
            message["components"] = body["components"]
        message["flags"] = message.get("flags", 0) & ~(1 << 7) | body.get("flags", 0)
        if "attachments" in body:
            message["attachments"] = [self._attachment(message, part, files) for part in body["attachments"]]

    def _attachment(self, message: Json, part: Json, files: Mapping[str, bytes]) -> Json:
        data = files.get(f"files[{part['id']}]")
        if data is None:
            return next(file for file in message["attachments"] if file["id"] == str(part["id"]))
        return {**self._stored(part["filename"], data), "description": part.get("description")}

    def _stored(self, name: str, data: bytes) -> Json:
        number = self.new_id()
        self.files[number] = data
        url = f"{self.url}/cdn/{number}/{name}"
        kind = "image/png" if name.endswith(".png") else None
        return {
            "id": number,
            "filename": name,
            "size": len(data),
            "url": url,
            "proxy_url": url,
            "content_type": kind,
        }

    def _message(
        self, where: str, author: Json, text: str, *, mentions: Sequence[Json] = (), flags: int = 0
    ) -> Json:
        return {
            "id": self.new_id(), "channel_id": where, "author": author, "content": text, "type": 0, "flags": flags,
            "timestamp": "2026-11-25T12:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": list(mentions), "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "components": [],
        }  # fmt: skip

    def _keep(self, message: Json) -> None:
        self.messages.setdefault(message["channel_id"], {})[message["id"]] = message
        known = self.channels.get(message["channel_id"])
        if known is not None:
            known["last_message_id"] = message["id"]
        self._changed.set()

    def _in_guild(self, message: Json, who: str) -> Json:
        found = {**member(who)}
        found.pop("user")
        return {**message, "guild_id": GUILD, "member": found}

    def new_id(self, *, age_seconds: float = 0.0) -> str:
        """A snowflake."""
        self._ids += 1
        at = int((time.time() - age_seconds) * 1_000) - EPOCH_MS
        return str((at << 22) + self._ids)


PEOPLE = {"me": (ME, "atelier"), "ana": ("11", "ana"), "ben": ("12", "ben")}


def user(number: str, name: str, *, bot: bool = False) -> Json:
    return {
        "id": number,
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "flags": 0,
    }


def member(who: str) -> Json:
    number, name = PEOPLE[who]
    return {
        "user": user(number, name, bot=who == "me"), "nick": None, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False, "mute": False, "flags": 0, "avatar": None,
    }  # fmt: skip


def channel(number: str, name: str, **more: Any) -> Json:
    return {
        "id": number, "type": 0, "name": name, "position": 0, "permission_overwrites": [], "nsfw": False, "parent_id": None,
        "guild_id": GUILD, "topic": None, "rate_limit_per_user": 0, "last_message_id": None, **more,
    }  # fmt: skip


def thread(number: str, parent: str, *, owner: str) -> Json:
    return {
        "id": number, "type": 11, "name": "thread", "parent_id": parent, "guild_id": GUILD, "owner_id": owner, "message_count": 0,
        "member_count": 1, "rate_limit_per_user": 0, "last_message_id": None, "flags": 0,
        "thread_metadata": {
            "archived": False, "auto_archive_duration": 1440, "archive_timestamp": "2026-11-25T12:00:00+00:00", "locked": False,
        },
    }  # fmt: skip


def texts(message: Json) -> str:
    return "\n".join(part["content"] for part in message["components"] if part["type"] == 10)


def buttons(message: Json) -> list[Json]:
    return [button for row in message["components"] if row["type"] == 1 for button in row["components"]]


def _gone(code: int, *, status: int = 404) -> tuple[int, Any]:
    return status, {"message": "unknown", "code": code}


def _answer(status: int, data: Any, headers: Mapping[str, str] | None = None) -> web.Response:
    if data is None:
        return web.Response(status=status)
    body = json.dumps(data).encode()
    return web.Response(
        status=status, body=body, content_type="application/json", headers=dict(headers or {})
    )


async def _body(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if request.content_type == "application/json":
        return await request.json(), {}
    if request.content_type != "multipart/form-data":
        return None, {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read())
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files[part.name or ""] = data
    return body, files


Route = tuple[str, str, Callable[..., tuple[int, Any]]]


def _create_private(
    server: DiscordServer, groups: tuple[str, ...], body: Json, *rest: Any
) -> tuple[int, Any]:
    who = next((name for name, (number, _) in PEOPLE.items() if number == str(body["recipient_id"])), None)
    return (200, server.channels[server.private_chat(who)]) if who else _gone(10013)


def _create_thread(server: DiscordServer, groups: tuple[str, ...], body: Json, *rest: Any) -> tuple[int, Any]:
    made = thread(server.new_id(), groups[0], owner=ME)
    server.channels[made["id"]] = made
    server.messages[made["id"]] = {}
    return 200, made


def _history(
    server: DiscordServer, groups: tuple[str, ...], body: Any, files: Any, query: Mapping[str, str]
) -> tuple[int, Any]:
    after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
    found = [m for m in server.messages.get(groups[0], {}).values() if int(m["id"]) > after]
    return 200, sorted(found, key=lambda m: -int(m["id"]))[-limit:]


_N = r"(\d+)"
_ROUTES: list[Route] = [
    ("GET", "/users/@me", lambda s, g, b, f, q: (200, user(ME, "atelier", bot=True))),
    ("GET", "/oauth2/applications/@me", lambda s, g, b, f, q: (200, {
        "id": APP, "name": "Atelier", "description": "", "flags": 1 << 19, "bot_public": True, "bot_require_code_grant": False,
        "owner": user("1", "owner"), "team": None, "verify_key": "", "icon": None, "summary": "",
    })),
    ("GET", "/gateway/bot", lambda s, g, b, f, q: (200, {
        "url": "wss://elsewhere.invalid", "shards": 1, "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1},
    })),
    ("PUT", rf"/applications/{_N}/commands", lambda s, g, b, f, q: (setattr(s, "commands", b), (200, b))[1]),
    ("POST", "/users/@me/channels", _create_private),
    ("GET", rf"/channels/{_N}", lambda s, g, b, f, q: (200, s.channels[g[0]]) if g[0] in s.channels else _gone(10003)),
    ("PATCH", rf"/channels/{_N}", lambda s, g, b, f, q: (200, s.channels[g[0]])),
    ("POST", rf"/channels/{_N}/typing", lambda s, g, b, f, q: (204, None)),
    ("POST", rf"/channels/{_N}/threads", _create_thread),
    ("GET", rf"/channels/{_N}/messages", _history),
    ("POST", rf"/channels/{_N}/messages", lambda s, g, b, f, q: s.post(g[0], b, f)),
    ("GET", rf"/channels/{_N}/messages/{_N}", lambda s, g, b, f, q: (200, m) if (m := s.messages.get(g[0], {}).get(g[1])) else _gone(10008)),
    ("PATCH", rf"/channels/{_N}/messages/{_N}", lambda s, g, b, f, q: s.change(g[0], g[1], b, f)),
    ("DELETE", rf"/channels/{_N}/messages/{_N}", lambda s, g, b, f, q: s.drop_message(g[0], g[1])),
    ("POST", rf"/interactions/{_N}/([^/]+)/callback", lambda s, g, b, f, q: s.answer(g[1], b)),
    ("POST", rf"/webhooks/{_N}/([^/]+)", lambda s, g, b, f, q: s.follow_up(g[1], b, f)),
    ("PATCH", rf"/webhooks/{_N}/([^/]+)/messages/(@original|\d+)", lambda s, g, b, f, q: s.change_answer(g[1], g[2], b, f)),
    ("DELETE", rf"/webhooks/{_N}/([^/]+)/messages/(@original|\d+)", lambda s, g, b, f, q: s.drop_answer(g[1], g[2])),
]  # fmt: skip


@asynccontextmanager
async def discord_server() -> AsyncGenerator[DiscordServer]:
    server = DiscordServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
