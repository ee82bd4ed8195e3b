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

from simulators.discord.shapes import (
    ALL_RIGHTS,
    APP,
    CHANNEL,
    GUILD,
    HIDDEN,
    ME,
    PEOPLE,
    TOKEN,
    V2,
    Json,
    buttons,
    channel,
    guild,
    member,
    texts,
    thread,
    user,
)
from simulators.discord.state import DiscordState, gone

__all__ = [
    "CHANNEL",
    "GUILD",
    "HIDDEN",
    "ME",
    "TOKEN",
    "V2",
    "DiscordServer",
    "buttons",
    "channel",
    "discord_server",
    "texts",
]


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
    """0: answered as it should be, only late."""
    body: Json
    headers: dict[str, str]
    times: int
    after: bool = False
    """The call is carried out, and only its answer is lost."""
    cut: bool = False
    """The connection breaks instead of an answer."""
    seconds: float = 0.0
    """Waited before."""


@dataclass(slots=True, kw_only=True)
class Session:
    id: str
    events: list[Json] = field(default_factory=list[Json])
    socket: web.WebSocketResponse | None = None
    resumable: bool = True


class DiscordServer(DiscordState):
    """Serves the state over HTTP and its events over a gateway."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.weather: Callable[[str, str], Fault | None] | None = None
        """Asked at every call, for faults at random."""
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.content_intent = True
        self._event = asyncio.Event()
        self._runner: web.AppRunner | None = None

    def changed(self) -> None:
        self._event.set()

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
            self._event.clear()
            rest = deadline - time.monotonic()
            assert rest > 0, f"it did not come: {what}\n{self.transcript()}"
            with suppress(TimeoutError):
                await asyncio.wait_for(self._event.wait(), min(rest, 0.05))
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
        via: bool = True,
        **headers: str,
    ) -> None:
        """The next calls of that kind are answered so. `path` is a regular expression."""
        body: Json = {"message": "made to fail", "code": code}
        if status == 429:
            wait = headers.pop("retry_after", "0.1")
            body |= {"retry_after": float(wait), "global": False}
            headers |= {"Retry-After": wait, **({"Via": "1.1 test"} if via else {})}
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

    async def slash(
        self,
        who: str,
        command: str,
        filled: Mapping[str, Any] | None = None,
        *,
        where: str = CHANNEL,
        rights: int | None = None,
        **options: Any,
    ) -> Json:
        """Options by their names (in `filled` any name): text, yes or no, a number, a picture as its bytes. `rights` of the person
        there."""
        root, _, sub = command.partition(" ")
        attached: Json = {}
        given: list[Json] = []
        for key, value in {**(filled or {}), **options}.items():
            if isinstance(value, bytes):
                file = self._stored(f"{key}.png", value)
                attached[file["id"]], value, kind = file, file["id"], 11
            else:
                kind = {bool: 5, int: 4}.get(type(value), 3)
            given.append({"name": key, "type": kind, "value": value})
        data = {"id": "1", "name": root, "type": 1, "resolved": {"attachments": attached}}
        data["options"] = [{"name": sub, "type": 1, "options": given}] if sub else given
        private = self.channels[where]["type"] == 1
        known = {} if rights is None or private else {"member": {**member(who), "permissions": str(rights)}}
        return await self.interact(2, who, data, where=where, **known)

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
        for name, event in (("READY", ready), ("GUILD_CREATE", guild(self.channels.values()))):
            payload = {"op": 0, "t": name, "s": len(session.events) + 1, "d": event}
            session.events.append(payload)
            await self._send(session, payload)
        self.changed()

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

    # --- REST ----------------------------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await _body(request)
        self.calls.append(Call(method=request.method, path=path, json=body, files=files))
        fault = self._fault(request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
        if fault is not None and not fault.after:
            return _failed(request, fault)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        for method, pattern, handler in _ROUTES:
            found = re.fullmatch(pattern, path)
            if method == request.method and found:
                status, data = handler(self, found.groups(), body, files, request.query)
                self.changed()
                if fault is not None and fault.status:
                    return _failed(request, fault)
                return _answer(status, data)
        return _answer(404, {"message": f"no such route: {request.method} {path}", "code": 0})

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method == method and fault.path.fullmatch(path):
                fault.times -= 1
                return fault
        return self.weather(method, path) if self.weather is not None else None

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["number"])
        return web.Response(body=data) if data is not None else web.Response(status=404)


def _failed(request: web.Request, fault: Fault) -> web.Response:
    if fault.cut and request.transport is not None:
        request.transport.abort()
    return _answer(fault.status, fault.body, fault.headers)


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
    return (200, server.channels[server.private_chat(who)]) if who else gone(10013)


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


def _one_message(server: DiscordServer, groups: tuple[str, ...], *rest: Any) -> tuple[int, Any]:
    message = server.messages.get(groups[0], {}).get(groups[1])
    return gone(10008) if message is None else (200, message)


_N = r"(\d+)"
_ROUTES: list[Route] = [
    ("GET", "/users/@me", lambda s, g, b, f, q: (200, user(ME, "atelier", bot=True))),
    ("GET", "/oauth2/applications/@me", lambda s, g, b, f, q: (200, {
        "id": APP, "name": "Atelier", "description": "", "flags": 1 << 19, "bot_public": True, "bot_require_code_grant": False,
        "owner": user("1", "owner"), "team": None, "verify_key": "", "icon": None, "summary": "",
    })),
    ("GET", "/gateway/bot", lambda s, g, b, f, q: (200, {
        "url": "wss://elsewhere.invalid", "shards": 1,
        "session_start_limit": {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1},
    })),
    ("PUT", rf"/applications/{_N}/commands", lambda s, g, b, f, q: (setattr(s, "commands", b), (200, b))[1]),
    ("POST", "/users/@me/channels", _create_private),
    ("GET", rf"/channels/{_N}", lambda s, g, b, f, q: (200, s.channels[g[0]]) if g[0] in s.channels else gone(10003)),
    ("PATCH", rf"/channels/{_N}", lambda s, g, b, f, q: (200, s.channels[g[0]])),
    ("POST", rf"/channels/{_N}/typing", lambda s, g, b, f, q: (204, None)),
    ("POST", rf"/channels/{_N}/threads", _create_thread),
    ("GET", rf"/channels/{_N}/messages", _history),
    ("POST", rf"/channels/{_N}/messages", lambda s, g, b, f, q: s.post(g[0], b, f)),
    ("GET", rf"/channels/{_N}/messages/{_N}", _one_message),
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
