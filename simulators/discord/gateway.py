"""The gateway: sessions with their events, which may break and be resumed."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from simulators.discord.shapes import APP, GUILD, ME, TOKEN, Json, guild, user
from simulators.discord.state import DiscordState


@dataclass(slots=True, kw_only=True)
class Session:
    id: str
    events: list[Json] = field(default_factory=list[Json])
    socket: web.WebSocketResponse | None = None
    resumable: bool = True
    intents: int = 0
    """What it asked to be told of, as Discord counts it."""
    in_order: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while events are numbered and sent: what happens meanwhile comes after them, and is not sent twice."""

    def hears(self, name: str, data: Json) -> bool:
        """Whether Discord tells it of such an event."""
        asked = _INTENTS.get(name)
        is_server_s = isinstance(data, dict) and "guild_id" in data  # pyright: ignore[reportUnnecessaryIsInstance] # broken on purpose, too
        return asked is None or bool(self.intents & (1 << asked[is_server_s]))


_INTENTS: dict[str, dict[bool, int]] = {
    name: {True: in_servers, False: in_private}
    for in_servers, in_private, names in (
        (9, 12, ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK")),
        (10, 13, ("MESSAGE_REACTION_ADD", "MESSAGE_REACTION_REMOVE")),
    )
    for name in names
}
"""Events that an intent stands before: its bit in servers, and in private chats."""


class DiscordGateway(DiscordState):
    """Tells every session what happens to the state."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        self.resumed: list[Json] = []
        self.content_intent = True

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

    async def emit(self, name: str, data: Json) -> None:
        """An event of every session: sent where there is a connection, kept where there is none."""
        for session in self.sessions.values():
            if not session.hears(name, data):
                continue
            async with session.in_order:
                await self._tell(session, name, data)

    async def _tell(self, session: Session, name: str, data: Json) -> None:
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
        session = Session(id=f"session-{len(self.sessions)}", socket=socket, intents=data["intents"])
        for old in self.sessions.values():
            old.socket = None
        self.sessions = {session.id: session}
        ready: Json = {
            "v": 10, "user": user(ME, "atelier", bot=True), "guilds": [{"id": GUILD, "unavailable": True}],
            "session_id": session.id, "resume_gateway_url": "wss://resume.invalid", "application": {"id": APP, "flags": 0},
            "shard": data.get("shard", [0, 1]),
        }  # fmt: skip
        async with session.in_order:
            for name, event in (("READY", ready), ("GUILD_CREATE", guild(self.channels.values()))):
                await self._tell(session, name, event)
        self.changed()

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.resumed.append(data)
        session = self.sessions.get(data["session_id"])
        if session is None or not session.resumable:
            await socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))
            return
        async with session.in_order:
            session.socket = socket
            for payload in session.events[data["seq"] :]:
                await self._send(session, payload)
            await self._tell(session, "RESUMED", {})
