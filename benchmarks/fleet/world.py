"""What the fleet talks to instead of the world: Telegram, a model server whose pictures are counted, and a web search, each with
an outage at the flick of a switch."""

import json
import re
import time
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from aiohttp import web

from simulators.openai.brain import simple_brain
from simulators.openai.requests import CHAT, EDIT, GENERATE, Asked, message_in
from simulators.openai.server import OpenAIServer
from simulators.openai.wire_answers import failure
from simulators.telegram.world import Fault

NAMED = re.compile(r"fox no (\d+)\b")
"""How every request names what it wants, so that its pictures and its renders can be told from the others'."""
SEARCHED, TOLD, CHECKED, ASKED = "look up", "I like", "exactly two", "or so"
"""Words in a request that send it down one of the house's side roads."""


def brain(asked: Asked) -> str:
    """Plans what the request names; some requests want a search, tell a liking, have something to check, or leave a gap."""
    if asked.kind != "plan":
        return simple_brain(asked)
    said = message_in(asked)
    plan = json.loads(simple_brain(asked))
    if SEARCHED in said:
        plan["searches"] = [{"query": said, "kind": "text", "slot": "subject"}]
    if TOLD in said:
        liking = said[said.index(TOLD) :]
        plan["statements"] = [{"kind": "preference", "text": liking, "quote": liking, "explicit": True}]
    if CHECKED in said:
        plan["checklist"] = [{"slot": "subject", "text": "exactly two foxes", "hard": True}]
    if ASKED in said:
        likely = [{"value": value, "probability": 0.5} for value in ("oil", "ink")]
        plan["gaps"] = [
            {"slot": "style", "route": "ask", "harm": 1.0, "question": "Oil or ink?", "candidates": likely}
        ]
    return json.dumps(plan)


class Provider(OpenAIServer):
    """The model server. `down`: answers 503 and draws nothing."""

    down = False

    def __init__(self, *, chat_seconds: float, render_seconds: float) -> None:
        super().__init__(
            brain=brain,
            side_max=64,
            delays={CHAT: chat_seconds, GENERATE: render_seconds, EDIT: render_seconds},
        )
        self.drawn_at: dict[int, list[float]] = defaultdict(list)
        """When the drawing of each picture began, which then is finished and paid for whatever becomes of the asker; by the number
        in its request."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/search":
            return web.json_response({"results": [_RESULT]})
        if self.down:
            return failure(503, "overloaded")
        try:
            return await super().handle(request)
        except ConnectionResetError:  # whoever asked is dead
            return web.Response()

    async def answer(self, request: web.Request, asked: Asked) -> web.StreamResponse:
        if asked.path in (GENERATE, EDIT) and (named := NAMED.search(str(asked.body.get("prompt")))):
            self.drawn_at[int(named.group(1))].append(time.time() - self.delays[asked.path])
        return await super().answer(request, asked)


# An address of the documentation's block: no page is fetched from it, its snippet is what is read.
_RESULT = {"title": "Foxes", "url": "https://192.0.2.1/fox", "content": "Foxes are red."}


@asynccontextmanager
async def provider(*, chat_seconds: float, render_seconds: float) -> AsyncGenerator[Provider]:
    """A model server on a free port until the block ends."""
    server = Provider(chat_seconds=chat_seconds, render_seconds=render_seconds)
    app = web.Application(client_max_size=64_000_000)
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


def outage(method: str) -> Fault | None:
    """A weather in which Telegram takes nothing, and hands nothing out."""
    return Fault(method=method, kind="502")
