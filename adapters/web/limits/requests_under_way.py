"""Requests under way: strangers may fill their part of the room, and those who were let in keep theirs. And bodies that dawdle."""

import asyncio
from collections import Counter
from collections.abc import Callable
from functools import partial

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.web.error_responses import TooMany, TooSlow, problem
from adapters.web.identity.login_attempts import network_of
from adapters.web.identity.request_guards import OPEN_PATHS
from adapters.web.requests import COUNTED, address_of
from agent.translation.catalogue import N_, _

STRANGERS_MAX = 400
"""Requests of visitors without a session of ours, under way at once; half of all connections."""
STRANGERS_PER_ADDRESS_MAX = 60
PER_SESSION_MAX = 64
"""Requests of one session: a browser keeps six connections, and pages in several windows share them."""
PER_PERSON_MAX = 128
"""Requests of all browsers of one person; they may hold a name with twenty."""
BODY_BYTES_PER_SECOND_MIN = 32_000
"""A body may take `body_seconds`, and one second more for each of so many bytes."""
_BUSY = N_("Very many are at the door at the moment. Please try again in a little while.")


class Room:
    """ASGI middleware. `session_of` tells a visitor's cookie if it is one of ours, else ""."""

    def __init__(self, app: ASGIApp, *, session_of: Callable[[Request], str], body_seconds: float) -> None:
        self._app = app
        self._session_of = session_of
        self._body_seconds = body_seconds
        self._under_way: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        counts = self._counts(Request(scope))
        if any(self._under_way[key] >= most for key, most in counts):
            await problem(503, "busy", _(_BUSY), retry_after_seconds=5)(scope, receive, send)
            return
        mine = Counter(key for key, _ in counts)
        self._under_way.update(mine)
        scope[COUNTED] = partial(self._count, mine)
        try:
            await self._app(scope, timed(receive, self._body_seconds), send)
        finally:
            self._under_way.subtract(mine)
            self._under_way += Counter[str]()  # drops those at zero

    def _count(self, mine: Counter[str], person: str) -> None:
        """Once it is known whose request it is: a cookie alone does not tell. Raises TooMany."""
        key = f"person {person}"
        if key in mine:
            return
        if self._under_way[key] >= PER_PERSON_MAX:
            raise TooMany(_(_BUSY))
        mine[key] += 1
        self._under_way[key] += 1

    def _counts(self, request: Request) -> list[tuple[str, int]]:
        session = self._session_of(request)
        if session:
            return [(f"session {session}", PER_SESSION_MAX)]
        near = network_of(address_of(request))
        return [("strangers", STRANGERS_MAX), (f"stranger {near}", STRANGERS_PER_ADDRESS_MAX)]


def timed(receive: Receive, seconds: float) -> Receive:
    """Raises TooSlow when a body arrives slower than it may. What comes after it (that the visitor left) may take its time."""
    loop = asyncio.get_running_loop()
    started: float | None = None
    taken, is_whole = 0, False

    async def next_part() -> Message:
        nonlocal started, taken, is_whole
        if is_whole:
            return await receive()
        started = loop.time() if started is None else started
        try:
            async with asyncio.timeout_at(started + seconds + taken / BODY_BYTES_PER_SECOND_MIN):
                message = await receive()
        except TimeoutError as error:
            raise TooSlow(_("That took too long to arrive. Please send it again.")) from error
        taken += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        return message

    return next_part
