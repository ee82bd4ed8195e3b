"""Puts the web chat together."""

import asyncio
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from adapters.web import error_responses
from adapters.web.api.albums import OwnAlbums
from adapters.web.api.desks import Desks
from adapters.web.api.entrance import Entering
from adapters.web.api.event_stream import Streams
from adapters.web.api.gallery import MyPictures
from adapters.web.api.memory_panel import Remembering
from adapters.web.api.messages import Chatting
from adapters.web.api.pictures import Picturing
from adapters.web.api.regions import Regions
from adapters.web.api.texts import Texts
from adapters.web.browser_language import Speaking
from adapters.web.compression import Compression
from adapters.web.config import WebConfig, WebServices
from adapters.web.identity.linked_accounts import Linking
from adapters.web.identity.name_ownership import Holding
from adapters.web.identity.proxied_user import ProxiedUser
from adapters.web.identity.request_guards import Guard
from adapters.web.identity.sessions import Sessions
from adapters.web.limits.requests_under_way import Room
from adapters.web.places import Places
from adapters.web.sign_in.endpoints import SigningIn
from adapters.web.static_files import PageFiles
from agent.errors import AtelierError

READY_SECONDS = 2.0
"""Longest /readyz waits for the process's own answer."""


def build_app(services: WebServices, config: WebConfig) -> Starlette:
    """The whole web chat; `app.state.streams` ends open streams."""
    sessions, places = _sessions(services, config), Places(services, config)
    holding = _holding(services, config, sessions)
    files, streams = PageFiles(), Streams(services, config, sessions)
    app = Starlette(
        routes=[
            Route("/", files.page, methods=["GET"]),
            *_health(services),
            *Texts(services, sessions).routes(),
            *Entering(services, config, sessions, places, holding).routes(),
            *(holding.routes() if holding else ()),
            *(_linking(services, sessions) if holding else ()),
            *(_signing_in(services, config, sessions, holding) if holding else ()),
            *Chatting(services, sessions, places).routes(),
            *Picturing(services, sessions).routes(),
            *(MyPictures(services, sessions, places, services.gallery).routes() if services.gallery else ()),
            *(Regions(services, sessions, places, services.catalogue).routes() if services.catalogue else ()),
            *(Desks(services, config, sessions, services.desks).routes() if services.desks else ()),
            *Remembering(services, sessions, places).routes(),
            *(OwnAlbums(sessions, places, services.people).routes() if services.people else ()),
            *streams.routes(),
            Mount("/static", files),
            *services.routes,
        ],
        middleware=[
            Middleware(Speaking),
            Middleware(ProxiedUser, header=config.user_header, trusted=config.trusted_proxies),
            Middleware(ProxyHeadersMiddleware, trusted_hosts=list(config.trusted_proxies)),
            Middleware(
                Guard,
                hosts=config.hosts,
                believes_proxies=bool(config.trusted_proxies),
                listens=config.listens,
            ),
            Middleware(Compression),
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
    return Sessions(
        config, services.clock, services.access if config.has_accounts else None, services.accounts
    )


def _linking(services: WebServices, sessions: Sessions) -> Sequence[Route]:
    return Linking(services.accounts, sessions, services.clock).routes() if services.accounts else ()


def _signing_in(
    services: WebServices, config: WebConfig, sessions: Sessions, holding: Holding
) -> Sequence[Route]:
    assert services.names is not None
    return SigningIn(config, services.clock, sessions, holding, services.names).routes()


def _holding(services: WebServices, config: WebConfig, sessions: Sessions) -> Holding | None:
    if not config.has_accounts:
        return None
    assert services.access is not None
    assert services.names is not None
    return Holding(config, services.clock, sessions, store=services.access, names=services.names)


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
