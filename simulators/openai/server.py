"""A simulated OpenAI-compatible server: real HTTP on loopback, answers from a brain, scripted troubles, delays, and a log of
what was asked and of what was drawn (and so would have been paid for)."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from simulators.openai.brain import simple_brain
from simulators.openai.embeddings import embedded
from simulators.openai.images import pictured
from simulators.openai.language import complaint, told
from simulators.openai.moderation import moderated
from simulators.openai.requests import CHAT, RESPONSES, Asked, read
from simulators.openai.server_state import Brain, ServerState, Trouble
from simulators.openai.transcription import transcribed
from simulators.openai.wire_answers import failure


@dataclass(slots=True, kw_only=True)
class OpenAIServer(ServerState):
    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def trouble(self, path: str, *troubles: Trouble) -> None:
        """The next requests to `path` meet these, in turn."""
        self.troubles[path].extend(troubles)

    def of(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        return await self.take(request, await read(request))

    def under(self, root: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """Answers beneath another path, as providers do whose own API stands beside this one."""

        async def handle(request: web.Request) -> web.StreamResponse:
            asked = await read(request)
            return await self.take(request, replace(asked, path="/v1" + asked.path.removeprefix(root)))

        return handle

    async def take(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """The answer to a request that was read."""
        self.asked.append(asked)
        if self.key and request.headers.get("Authorization") != f"Bearer {self.key}":
            return failure(401, "Incorrect API key provided", code="invalid_api_key")
        if self.troubles[asked.path]:
            return await self.troubles[asked.path].popleft()(self, request, asked)
        await asyncio.sleep(self._delay(asked))
        if self.replies and asked.path == CHAT and (body := self.replies(asked)) is not None:
            return web.Response(body=body, content_type="application/json")
        return await self.answer(request, asked)

    def _delay(self, asked: Asked) -> float:
        if asked.path in (CHAT, RESPONSES) and asked.name in self.delays:
            return self.delays[asked.name]
        return self.delays.get(asked.path, 0.0)

    async def answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        """What a healthy server says."""
        if (kept := self.kept.get(asked.path)) is not None:
            if isinstance(kept, str):
                raise web.HTTPFound(kept)
            return web.Response(body=kept, content_type="image/png")
        match asked.path:
            case "/v1/chat/completions" | "/v1/responses":
                return complaint(self, asked) or await told(self, request, asked)
            case "/v1/images/generations" | "/v1/images/edits":
                return await pictured(self, request, asked)
            case "/v1/moderations":
                return moderated(self, asked)
            case "/v1/embeddings":
                return web.json_response(embedded(self, asked))
            case "/v1/audio/transcriptions":
                return transcribed(self, asked)
            case _:
                return web.json_response({"object": "list", "data": [{"id": name} for name in self.models]})


@asynccontextmanager
async def openai_server(brain: Brain | None = None, **settings: Any) -> AsyncGenerator[OpenAIServer]:
    """A server on a free port until the block ends."""
    server = OpenAIServer(brain=brain or simple_brain, **settings)
    app = web.Application(client_max_size=64_000_000)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()
