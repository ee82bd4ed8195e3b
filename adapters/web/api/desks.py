"""The desks of moderators and operators: what holds, what was spent, what waits. Rights are looked at with every request."""

from dataclasses import asdict

from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.api import payloads
from adapters.web.config import DeskServices, WebConfig, WebServices
from adapters.web.identity.sessions import Person, Sessions
from adapters.web.places import COMMUNITY
from adapters.web.requests import body_of
from agent.domain.conversation import Place
from agent.domain.moderation import Report
from agent.errors import NotAllowed
from agent.translation.catalogue import _

DAYS = 30
REPORTS_MAX = 20
ENTRIES_MAX = 60
BLOCKS_MAX = 60
HERE = Place(platform="web", community=COMMUNITY, channel="")


class PauseBody(BaseModel):
    paused: bool


class CommunityBody(BaseModel):
    community: str = Field(max_length=200, pattern=r"^[a-z]+:[^\s/]+$")
    """Place.community_key."""


class Desks:
    """Endpoints of both desks. A moderator of the page sees the page's own community and no other."""

    def __init__(
        self, services: WebServices, config: WebConfig, sessions: Sessions, desks: DeskServices
    ) -> None:
        self._catalogue = services.catalogue
        self._config = config
        self._sessions = sessions
        self._desks = desks

    def routes(self) -> list[Route]:
        return [
            Route("/api/desk/community", self.community, methods=["GET"]),
            Route("/api/desk/operator", self.operator, methods=["GET"]),
            Route("/api/desk/operator/pause", self.pause, methods=["PUT"]),
            Route("/api/desk/operator/forget", self.forget, methods=["POST"]),
            Route("/api/desk/operator/turns/{start}", self.story, methods=["GET"]),
        ]

    async def community(self, request: Request) -> Response:
        person = await self._sessions.person(request)
        if not person.author.may_manage:
            raise NotAllowed(_("This desk is for moderators."))
        overview = await self._desks.community.overview(f"web:{COMMUNITY}", days=DAYS)
        waiting = await self._desks.reports.waiting([HERE.jurisdiction])
        reports = [await self._desks.reports.find(one) for one in waiting[:REPORTS_MAX]]
        blocks = await self._desks.blocks.list([HERE.jurisdiction], limit=BLOCKS_MAX)
        entries = await self._desks.audit.entries([HERE.jurisdiction], limit=ENTRIES_MAX)
        return _unstored(
            {
                "days": DAYS,
                "settings": {_channel(key): asdict(chosen) for key, chosen in overview.settings.items()},
                "rules": {_channel(key): list(rules) for key, rules in overview.rules.items()},
                "scheduled": {_channel(key): count for key, count in overview.scheduled.items()},
                "spending": [
                    {"day": row.day.isoformat(), "channel": _channel(row.channel), "pictures": row.pictures, "usd": row.usd}
                    for row in overview.spending
                ],
                "models": [asdict(row) for row in overview.models],
                "known_models": [card.name for card in await self._catalogue.cards()] if self._catalogue else [],
                "waiting": len(waiting),
                "reports": [_report(one) for one in reports if one is not None],
                "blocks": [{"id": one.id, "name": one.name, "at": one.at.isoformat()} for one in blocks],
                "audit": [{**asdict(one), "at": one.at.isoformat()} for one in entries],
            }
        )  # fmt: skip

    async def operator(self, request: Request) -> Response:
        await self._operator(request)
        found = await self._desks.operator.overview()
        troubles = [{**asdict(one), "at": one.at.isoformat()} for one in found.troubles]
        figures = [{**asdict(one), "what": _(one.what)} for one in found.figures]
        return _unstored({**asdict(found), "figures": figures, "troubles": troubles})

    async def story(self, request: Request) -> Response:
        await self._operator(request)
        return _unstored({"lines": list(await self._desks.operator.story(request.path_params["start"][:64]))})

    async def pause(self, request: Request) -> Response:
        """No turn is begun any more on any machine, or they are begun again."""
        await self._operator(request)
        await self._desks.operator.pause(paused=(await body_of(request, PauseBody)).paused)
        return await self.operator(request)

    async def forget(self, request: Request) -> Response:
        """A whole community, in the background."""
        person = await self._operator(request)
        community = (await body_of(request, CommunityBody)).community
        await self._desks.operator.forget_community(community, by=person.author)
        return Response(status_code=202)

    async def _operator(self, request: Request) -> Person:
        person = await self._sessions.person(request)
        if not self._config.operates(person.author):
            raise NotAllowed(_("This desk is for who runs the bot."))
        return person


def _channel(key: str) -> str:
    """Place.channel_key as the page calls the channel; "" stays."""
    return key.rpartition("/")[2]


def _report(found: Report) -> dict[str, payloads.Json]:
    return {
        "id": found.id, "message": found.message, "channel": found.place.channel, "author": found.author.name,
        "image": found.images[0] if found.images else None, "caption": found.caption, "reporters": found.reporters,
        "reasons": list(found.reasons), "at": found.at.isoformat(),
    }  # fmt: skip


def _unstored(body: object) -> JSONResponse:
    return JSONResponse(body, headers={"Cache-Control": "no-store"})
