"""What the page says, in the language of whoever looks at it."""

from collections.abc import Mapping
from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from adapters.web.config import WebServices
from adapters.web.identity.sessions import Sessions
from agent.translation.catalogue import LOCALE, is_spoken, language, spoken
from agent.translation.languages import ENGLISH, NAMES, direction_of, tag_of
from agent.translation.po_files import Entry, compiled, entries_of

PAGE = "adapters/web/static/"
"""Where the page's own texts stand, as the catalogue names its sources."""
_ONE, _MANY = "one", "many"
COUNTED = 200
"""Numbers whose plural form the page is told; forms repeat after each hundred."""


class Texts:
    """The endpoint of the page's texts."""

    def __init__(self, services: WebServices, sessions: Sessions) -> None:
        self._services = services
        self._sessions = sessions

    def routes(self) -> list[Route]:
        return [Route("/api/texts", self.texts, methods=["GET"])]

    async def texts(self, request: Request) -> Response:
        """In the language that the visitor chose, else in the one that their browser asks for."""
        session = await self._sessions.read(request)
        chosen = (await self._services.settings.author(session.author.id)).language if session.name else ""
        name = chosen if is_spoken(chosen) else language()
        told = {
            "language": tag_of(name),
            "direction": direction_of(name),
            "texts": page_texts(name),
            "plural": plural_forms(name),
            "languages": {each: NAMES[each] for each in spoken()},
        }
        return JSONResponse(told, headers={"Cache-Control": "no-store"})


@cache
def page_texts(name: str) -> Mapping[str, list[str]]:
    """English to the forms of its translation, of what the page's scripts say."""
    return {
        entry.message: [entry.translations[number] for number in sorted(entry.translations)]
        for entry in _entries(name)
        if any(source.startswith(PAGE) for source in entry.sources)
        and all(entry.translations.values())
        and not entry.is_fuzzy
    }


@cache
def plural_forms(name: str) -> list[int]:
    """Which form the numbers from 0 take, as the catalogue's own rule has it."""
    header = [entry for entry in _entries(name) if not entry.message]
    if not header:
        return []
    probe = Entry(message=_ONE, plural=_MANY, translations={number: str(number) for number in range(6)})
    rule = compiled(iter([*header, probe]))
    return [int(rule.ngettext(_ONE, _MANY, number)) for number in range(COUNTED)]


@cache
def _entries(name: str) -> tuple[Entry, ...]:
    path = LOCALE / f"{name}.po"
    return tuple(entries_of(path.read_text(encoding="utf-8"))) if name != ENGLISH and is_spoken(name) else ()
