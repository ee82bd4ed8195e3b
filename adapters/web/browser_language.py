"""The language that each request is answered in: the one that the browser asks for."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.translation.catalogue import is_spoken, speaking
from agent.translation.languages import ENGLISH, catalogue_name

_WISH = re.compile(r"\s*([A-Za-z0-9-]{1,20}|\*)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*")


class Speaking:
    """ASGI middleware: a request is answered in the language that its browser asks for. The page itself asks for its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wished = Headers(scope=scope).get("accept-language", "") if scope["type"] == "http" else ""
        with speaking(wished_language(wished) or ENGLISH):
            await self._app(scope, receive, send)


def wished_language(header: str) -> str:
    """The catalogue that a browser likes best of those there are; "" where it names none."""
    wishes = [found for part in header[:500].split(",") if (found := _WISH.fullmatch(part))]
    ordered = sorted(wishes, key=lambda wish: -float(wish[2] or 1.0))
    names = (catalogue_name(wish[1]) for wish in ordered)
    return next((name for name in names if is_spoken(name)), "")
