"""A Discord of our own on loopback: its REST API, its gateway and its file server, as far as a bot in one server needs them.

It keeps what Discord keeps (messages, nonces, sessions with their events) and breaks what a test tells it to break. Answers say exactly
`application/json`: discord.py reads anything else as text.
"""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiohttp import web

from simulators.discord.calls import Call, Fault, failed, json_answer, read
from simulators.discord.people import DiscordPeople
from simulators.discord.routes import carried_out
from simulators.discord.shapes import CHANNEL, ME, PORTRAITS, TOKEN, Json


class DiscordServer(DiscordPeople):
    """Serves the state over HTTP and its events over a gateway."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.weather: Callable[[str, str], Fault | None] | None = None
        """Asked at every call, for faults at random."""
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
        app.router.add_get("/cdn/avatars/{person}/{name}", self._portrait)
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

    async def until(self, true: Callable[[], object], *, seconds: float = 60.0, what: str = "") -> Any:
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

    # --- looking -------------------------------------------------------------------------------------------------

    def posted(self, where: str = CHANNEL) -> list[Json]:
        """The bot's messages, oldest first."""
        return [message for message in self.messages[where].values() if message["author"]["id"] == ME]

    def called(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and re.fullmatch(path, call.path)]

    # --- REST ----------------------------------------------------------------------------------------------------

    async def _rest(self, request: web.Request) -> web.Response:
        path = "/" + request.match_info["path"]
        body, files = await read(request)
        self.calls.append(Call(method=request.method, path=path, json=body, files=files))
        fault = self._fault(request.method, path)
        if fault is not None:
            await asyncio.sleep(fault.seconds)
        if fault is not None and not fault.after:
            return failed(request, fault)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return json_answer(401, {"message": "401: Unauthorized", "code": 0})
        done = carried_out(self, request.method, path, body, files, request.query)
        if done is None:
            return json_answer(404, {"message": f"no such route: {request.method} {path}", "code": 0})
        self.changed()
        if fault is not None and fault.status:
            return failed(request, fault)
        return json_answer(*done)

    def _fault(self, method: str, path: str) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0 and fault.method == method and fault.path.fullmatch(path):
                fault.times -= 1
                return fault
        return self.weather(method, path) if self.weather is not None else None

    async def _file(self, request: web.Request) -> web.Response:
        data = self.files.get(request.match_info["number"])
        return web.Response(body=data) if data is not None else web.Response(status=404)

    async def _portrait(self, request: web.Request) -> web.Response:
        data = PORTRAITS.get(request.match_info["person"])
        return web.Response(body=data) if data is not None else web.Response(status=404)


@asynccontextmanager
async def discord_server() -> AsyncGenerator[DiscordServer]:
    server = DiscordServer()
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
