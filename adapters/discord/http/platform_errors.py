"""Discord's errors as ours, and those that it holds against us: 10,000 answers of 401, 403 or 429 within ten minutes ban the address."""

import logging
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import SimpleNamespace

import aiohttp
import discord
from discord import DiscordException

from adapters.discord.http.call_pace import CallPace
from agent.errors import AtelierError, NotAllowed, NotFound, PlatformUnavailable
from agent.translation.catalogue import _

COUNTED = frozenset({401, 403, 429})
WINDOW_SECONDS = 600.0
BRAKE_AT = 5_000
"""Half of what is banned: then no call leaves until the window has moved on."""
WARN_AT = 500
OWN_TOKENS = ("/webhooks/", "/interactions/")
"""A 401 below these speaks of an interaction's token, not of the bot's."""

logger = logging.getLogger(__name__)
# Discord's JSON error codes (its API reference, "Opcodes and Status Codes").
UNKNOWN_MESSAGE = 10008
UNKNOWN_WEBHOOK = 10015
UNKNOWN_INTERACTION = 10062
TOO_LARGE = 40005
ALREADY_ANSWERED = 40060
BAD_TOKEN = 50027
ARCHIVED = 50083
FILTERED = (200000, 200001)
"""Words that a server's own filter (AutoMod) does not let through."""
LOCKED = 160005
"""A thread that moderators closed."""
NO_HISTORY = 160002
"""Replying needs the right to read the channel's history."""

WAIT_SECONDS = 5.0
"""After a 429 that does not say how long."""
FOREIGN = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
"""All that a call to Discord raises."""


class TooManyInvalidRequests(DiscordException):
    """The call was not made. `seconds` until it may be."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many refused calls; braked for {seconds:.0f} s")
        self.seconds = seconds


class InvalidRequests:
    """Watches every request of a session through its `trace`."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, limit: int = BRAKE_AT) -> None:
        self._clock = clock
        self._limit = limit
        self._at: deque[float] = deque(maxlen=limit)
        self._refused_at = float("-inf")

    @property
    def token_refused(self) -> bool:
        """Discord said 401 to the bot's own token: nothing works with it; once in a window it is tried again."""
        return self._clock() < self._refused_at + WINDOW_SECONDS

    @property
    def counted(self) -> int:
        """Held against us in the last ten minutes."""
        while self._at and self._at[0] < self._clock() - WINDOW_SECONDS:
            self._at.popleft()
        return len(self._at)

    def check(self) -> None:
        """Raises TooManyInvalidRequests instead of a call that would make it worse."""
        if self.token_refused:
            raise TooManyInvalidRequests(self._refused_at + WINDOW_SECONDS - self._clock())
        if self.counted >= self._limit:
            raise TooManyInvalidRequests(self._at[0] + WINDOW_SECONDS - self._clock())

    def count(self, status: int, path: str, *, shared: bool = False) -> None:
        """An answer came. A 429 of a resource shared with others does not count."""
        if status not in COUNTED or shared:
            return
        self._at.append(self._clock())
        if status == 401 and not any(part in path for part in OWN_TOKENS):
            self._refused_at = self._clock()
        if self.counted % WARN_AT == 0:
            logger.warning(
                "Discord refuses many calls", extra={"action": "calls_refused", "in_10_minutes": self.counted}
            )

    def trace(self, pace: CallPace) -> aiohttp.TraceConfig:
        """To be given to an HTTPClient; each client needs its own. `pace`: what each call waits for before it leaves."""
        config = aiohttp.TraceConfig()

        async def start(
            session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
        ) -> None:
            self.check()
            await pace.wait(params.method, str(params.url))

        async def end(
            session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
        ) -> None:
            shared = params.response.headers.get("X-RateLimit-Scope") == "shared"
            self.count(params.response.status, params.url.path, shared=shared)

        config.on_request_start.append(start)
        config.on_request_end.append(end)
        return config


def code_of(error: BaseException) -> int:
    return error.code if isinstance(error, discord.HTTPException) else 0


def is_unsure(error: BaseException) -> bool:
    """Whether the call may have been carried out all the same: no answer came, or one that says nothing of it."""
    return not isinstance(error, discord.HTTPException) or error.status >= 500


def is_token_over(error: BaseException) -> bool:
    """An interaction's fifteen minutes are over (or another copy of the bot has it)."""
    return code_of(error) in (UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION, BAD_TOKEN) or (
        isinstance(error, discord.HTTPException) and error.status == 401
    )


def is_closed(error: BaseException) -> bool:
    """The channel or thread is gone, or takes nothing from the bot."""
    return isinstance(error, discord.Forbidden | discord.NotFound | NotAllowed) or code_of(error) in (
        ARCHIVED,
        LOCKED,
    )


def is_message_gone(error: BaseException) -> bool:
    """Also where only "not found" is said: a channel that is gone is named as such."""
    return code_of(error) == UNKNOWN_MESSAGE or (isinstance(error, discord.NotFound) and error.code == 0)


def is_too_large(error: discord.HTTPException) -> bool:
    return error.status == 413 or error.code == TOO_LARGE


def is_malformed(error: BaseException) -> bool:
    """Discord finds fault with what is sent, and always will."""
    return isinstance(error, discord.HTTPException) and error.status == 400 and not is_closed(error)


def is_filtered(error: BaseException) -> bool:
    """The words of it are what the server does not take."""
    return code_of(error) in FILTERED


def as_ours(error: BaseException) -> AtelierError:
    """PlatformUnavailable, NotAllowed or NotFound."""
    match error:
        case discord.RateLimited():
            return PlatformUnavailable("Discord asks to wait", retry_after_seconds=error.retry_after)
        case TooManyInvalidRequests():
            return PlatformUnavailable(str(error), retry_after_seconds=error.seconds)
        case discord.HTTPException():
            return _by_status(error)
        case discord.LoginFailure():
            return PlatformUnavailable("Discord does not accept DISCORD_TOKEN", retry_after_seconds=60.0)
        case _:
            return PlatformUnavailable(f"Discord does not answer ({type(error).__name__})")


def _by_status(error: discord.HTTPException) -> AtelierError:
    if error.status == 429:
        return PlatformUnavailable("Discord asks to wait", retry_after_seconds=wait_seconds(error))
    if error.status >= 500:
        return PlatformUnavailable(f"Discord does not answer ({error.status})")
    if error.status == 401:
        return PlatformUnavailable("Discord does not accept DISCORD_TOKEN", retry_after_seconds=60.0)
    if is_too_large(error):
        return NotAllowed(_("That is too large for this server."))
    if error.status == 403:
        return NotAllowed(_("Discord does not let the bot do that here (code {code}).", code=error.code))
    if error.status == 404:
        return NotFound(_("The message or the channel is gone (code {code}).", code=error.code))
    return NotAllowed(_("Discord refuses this (code {code}): {why}", code=error.code, why=error.text[:200]))


def wait_seconds(error: discord.HTTPException) -> float:
    """How long a 429 asks to wait."""
    said = error.response.headers.get("Retry-After", "")
    try:
        return float(said)
    except ValueError:
        return WAIT_SECONDS


@contextmanager
def translated() -> Generator[None]:
    """Our errors for whatever is raised inside."""
    try:
        yield
    except FOREIGN as error:
        raise as_ours(error) from error
