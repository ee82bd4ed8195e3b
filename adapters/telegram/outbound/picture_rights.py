"""Whether a group lets the bot show pictures, known before one is drawn: what everybody may send there, what the bot may, and what was
refused a moment ago."""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import TelegramError

from adapters.telegram.albums import Clock, Sleep
from adapters.telegram.http.bot_library import AtelierBot
from adapters.telegram.http.flood_waits import patiently
from agent.translation.catalogue import N_

FRESH_SECONDS = 60.0
"""How long what Telegram said of a chat's rights serves."""
REFUSED_SECONDS = 300.0
"""How long a refusal is remembered where the rights did not tell of it."""
KNOWN_MAX = 5_000
NO_PICTURES = N_(
    "I may not send pictures here, so I did not draw it. Ask me in private: https://t.me/{username} "
    "(For moderators: allow me to send photos or files.)"
)
CLOSED = N_(
    "This topic is closed for me, so I did not draw it. Ask me in another one, or in private: https://t.me/{username}"
)

_SHOWING = ("can_send_photos", "can_send_documents")

logger = logging.getLogger(__name__)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    at: float
    may_show: bool


class PictureRights:
    """Of this process. Not known means yes: then Telegram says so when the picture is sent."""

    def __init__(
        self, bot: AtelierBot, me: int, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._me = me
        self._clock = clock
        self._sleep = sleep
        self._known: OrderedDict[int, _Known] = OrderedDict()
        self._refused: OrderedDict[int, float] = OrderedDict()
        self._closed: OrderedDict[tuple[int, int | None], float] = OrderedDict()

    async def refusal(self, chat: int, topic: int | None) -> str:
        """Why a picture cannot be shown there, a sentence with a place for the bot's `username`; empty where it can."""
        if chat > 0:
            return ""
        if self._is_recent(self._closed.get((chat, topic))):
            return CLOSED
        is_refused = self._is_recent(self._refused.get(chat)) or not await self._may_show(chat)
        return NO_PICTURES if is_refused else ""

    def refused(self, chat: int) -> None:
        """No picture is taken there, in no form."""
        _remember(self._refused, chat, self._clock())

    def closed(self, chat: int, topic: int | None) -> None:
        """Nothing is taken in that topic."""
        _remember(self._closed, (chat, topic), self._clock())

    def opened(self, chat: int, topic: int | None) -> None:
        """Something was taken there."""
        self._closed.pop((chat, topic), None)

    def _is_recent(self, at: float | None) -> bool:
        return at is not None and self._clock() - at < REFUSED_SECONDS

    async def _may_show(self, chat: int) -> bool:
        known = self._known.get(chat)
        if known is None or self._clock() - known.at >= FRESH_SECONDS:
            known = _Known(at=self._clock(), may_show=await self._ask(chat))
            _remember(self._known, chat, known)
        return known.may_show

    async def _ask(self, chat: int) -> bool:
        try:
            own = await patiently(lambda: self._bot.member(chat, self._me), self._sleep, reads=True)
            if own.get("status") == "restricted":
                return _shows(own)
            if own.get("status") != "member":
                return True
            described = await patiently(lambda: self._bot.chat(chat), self._sleep, reads=True)
        except TelegramError as error:
            logger.info(
                "rights are not known", extra={"action": "rights_unknown", "error": type(error).__name__}
            )
            return True
        everybody: object = described.get("permissions")
        return _shows(everybody) if isinstance(everybody, dict) else True  # pyright: ignore[reportUnknownArgumentType] # foreign JSON


def _shows(rights: Mapping[str, object]) -> bool:
    """A right that the server does not name is there."""
    return any(rights.get(name, True) is not False for name in _SHOWING)


def _remember(known: OrderedDict[K, V], key: K, value: V) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > KNOWN_MAX:
        known.popitem(last=False)
