"""A painted part of a picture: whether the model that draws there keeps to it, and how it is asked for."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.config import WebServices
from adapters.web.identity.sessions import Sessions
from adapters.web.page_sentences import mask_note
from adapters.web.places import Places
from agent.ports import Catalogue
from agent.rendering.model_choice import model_for_masks


class Regions:
    """The endpoint that a page asks before anything is painted."""

    def __init__(
        self, services: WebServices, sessions: Sessions, places: Places, catalogue: Catalogue
    ) -> None:
        self._settings = services.settings
        self._sessions = sessions
        self._places = places
        self._catalogue = catalogue

    def routes(self) -> list[Route]:
        return [Route("/api/channels/{channel}/masks", self.masks, methods=["GET"])]

    async def masks(self, request: Request) -> Response:
        """Of the model that would draw for this visitor in that channel, where no other is named."""
        person = await self._sessions.person(request)
        place = self._places.place(person, request.path_params["channel"])
        author, channel = await self._settings.author(person.author.id), await self._settings.channel(place)
        card = await model_for_masks(self._catalogue, author, channel)
        body = {"keeps": card.abilities.masks, "note": mask_note(keeps=card.abilities.masks)}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})


def asked_of_the_part(words: str) -> str:
    """The words of a change as the core reads them where a mask goes along (agent/rendering/masks.py); people are shown the words alone.

    >>> asked_of_the_part("a red door.")
    'a red door, only in the masked area'
    """
    return f"{words.strip().rstrip('.,;')}, only in the masked area"
