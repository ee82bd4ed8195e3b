"""The page: what every place shows, as JSON, and what its reader does there."""

import base64
import binascii
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from simulators.demo.stage import Act, NotThere, Stage

STATIC = Path(__file__).parent / "static"
BODY_BYTES_MAX = 16_000_000
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src http://127.0.0.1:*; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


class PageServer:
    """`stages` by what the page calls them."""

    def __init__(self, stages: Mapping[str, Stage]) -> None:
        self._stages = stages

    def app(self) -> web.Application:
        app = web.Application(client_max_size=BODY_BYTES_MAX)
        app.router.add_get("/", self._page)
        app.router.add_get("/state", self._state)
        app.router.add_get("/files/{stage}/{name}", self._file)
        for path, act in (("/say", self._say), ("/press", self._press), ("/fill-in", self._fill_in)):
            app.router.add_post(path, self._acting(act))
        app.router.add_static("/static", STATIC)
        app.on_response_prepare.append(_with_headers)
        return app

    async def _page(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(STATIC / "page.html")

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                name: {
                    "people": list(stage.people()),
                    "places": [
                        {
                            "name": place,
                            "of": of,
                            "messages": [shown.stored() for shown in stage.messages(place)],
                        }
                        for place, of in stage.places().items()
                    ],
                }
                for name, stage in self._stages.items()
            }
        )

    async def _file(self, request: web.Request) -> web.Response:
        stage = self._stages.get(request.match_info["stage"])
        data = stage.file(request.match_info["name"]) if stage else None
        return web.Response(status=404) if data is None else web.Response(body=data, content_type="image/png")

    def _acting(
        self, carry_out: Callable[[Stage, Act, Mapping[str, Any]], Awaitable[Mapping[str, str]]]
    ) -> Any:
        async def handle(request: web.Request) -> web.Response:
            if (
                request.content_type != "application/json"
            ):  # what another page may send without being asked is no JSON
                return web.json_response({"error": "JSON, please."}, status=415)
            try:
                asked: Mapping[str, Any] = await request.json()
                stage, act = self._stages[str(asked["stage"])], _act(asked)
                if act.who not in stage.people() or act.place not in stage.places():
                    raise KeyError(act.who)
                return web.json_response(await carry_out(stage, act, asked))
            except (ValueError, KeyError, TypeError, binascii.Error):
                return web.json_response({"error": "That cannot be read."}, status=400)
            except NotThere as error:
                return web.json_response({"error": str(error)}, status=409)

        return handle

    async def _say(self, stage: Stage, act: Act, asked: Mapping[str, Any]) -> Mapping[str, str]:
        await stage.say(act)
        return {}

    async def _press(self, stage: Stage, act: Act, asked: Mapping[str, Any]) -> Mapping[str, str]:
        return await stage.press(act, str(asked["label"]))

    async def _fill_in(self, stage: Stage, act: Act, asked: Mapping[str, Any]) -> Mapping[str, str]:
        await stage.fill_in(act, str(asked["form"]))
        return {}


def _act(asked: Mapping[str, Any]) -> Act:
    return Act(
        who=str(asked["who"]), place=str(asked["place"]), text=str(asked.get("text", "")),
        picture=base64.b64decode(str(asked.get("picture", "")), validate=True), message=str(asked.get("message", "")),
        names_bot=bool(asked.get("names_bot", True)),
    )  # fmt: skip


async def _with_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


@asynccontextmanager
async def page_server(stages: Mapping[str, Stage], *, port: int) -> AsyncGenerator[str]:
    """Serves the page on loopback until the block ends; its address."""
    runner = web.AppRunner(PageServer(stages).app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
