"""Puts the web chat together."""

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from adapters.web import error_responses
from adapters.web.api.entrance import Entering
from adapters.web.api.event_stream import Streams
from adapters.web.api.gallery import MyPictures
from adapters.web.api.memory_panel import Remembering
from adapters.web.api.messages import Chatting
from adapters.web.api.pictures import Picturing
from adapters.web.api.regions import Regions
from adapters.web.api.texts import Texts
from adapters.web.browser_language import Speaking
from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.name_ownership import Holding
from adapters.web.identity.request_guards import Guard
from adapters.web.identity.sessions import Sessions
from adapters.web.limits.requests_under_way import Room
from adapters.web.outbound import Previews
from adapters.web.places import Places
from agent.errors import AtelierError

STATIC = Path(__file__).parent / "static"
READY_SECONDS = 2.0
"""Longest /readyz waits for the process's own answer."""


def build_app(services: WebServices, config: WebConfig, *, previews: Previews | None = None) -> Starlette:
    """The whole web chat. `previews` is shared with the WebOutbound of this process; `app.state.streams` ends open streams."""
    sessions, places = _sessions(services, config), Places(services, config)
    holding = _holding(services, config, sessions)
    held = previews or Previews()
    streams = Streams(services, config, sessions, held)
    app = Starlette(
        routes=[
            Route("/", _page, methods=["GET"]),
            *_health(services),
            *Texts(services, sessions).routes(),
            *Entering(services, config, sessions, places, holding).routes(),
            *(holding.routes() if holding else ()),
            *Chatting(services, sessions, places).routes(),
            *Picturing(services, sessions, held).routes(),
            *(MyPictures(services, sessions, places, services.gallery).routes() if services.gallery else ()),
            *(Regions(services, sessions, places, services.catalogue).routes() if services.catalogue else ()),
            *Remembering(services, sessions, places).routes(),
            *streams.routes(),
            Mount("/static", _Static(directory=STATIC)),
            *services.routes,
        ],
        middleware=[
            Middleware(Speaking),
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(config.trusted_proxies)),
            Middleware(
                Guard,
                hosts=config.hosts,
                believes_proxies=bool(config.trusted_proxies),
                listens=config.listens,
            ),
            Middleware(Room, session_of=sessions.acquainted, body_seconds=config.body_seconds),
        ],
        exception_handlers={
            AtelierError: error_responses.ours,
            HTTPException: error_responses.foreign,
            ClientDisconnect: error_responses.left,
            Exception: error_responses.defect,
        },
    )
    app.state.streams = streams
    return app


def _sessions(services: WebServices, config: WebConfig) -> Sessions:
    return Sessions(config, services.clock, services.access if config.password else None)


def _holding(services: WebServices, config: WebConfig, sessions: Sessions) -> Holding | None:
    if not config.password:
        return None
    assert services.access is not None
    assert services.names is not None
    return Holding(config, services.clock, sessions, store=services.access, names=services.names)


class _Static(StaticFiles):
    """The page's own files; kept by browsers, but asked about each time, so that an update is whole."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # pyright: ignore[reportArgumentType] # passed on as they came
        response.headers["Cache-Control"] = "no-cache"
        return response


async def _page(request: Request) -> Response:
    return FileResponse(STATIC / "index.html", headers={"Cache-Control": "no-cache"})


def _health(services: WebServices) -> list[Route]:
    async def live(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(request: Request) -> Response:
        if services.ready is None:
            return PlainTextResponse("ok\n")
        try:
            async with asyncio.timeout(READY_SECONDS):
                missing = await services.ready()
        except (TimeoutError, AtelierError):
            missing = "the store does not answer"
        return PlainTextResponse(
            f"not ready: {missing}\n" if missing else "ok\n", status_code=503 if missing else 200
        )

    return [Route("/livez", live, methods=["GET"]), Route("/readyz", ready, methods=["GET"])]
