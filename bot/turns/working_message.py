"""The working message as the core sees it, and what open web pages are told of it and of the reply."""

import logging
import time
from collections.abc import Callable
from typing import Literal

from agent.domain.conversation import MessageId, Place
from agent.errors import AtelierError, NotAllowed
from agent.ports import Address, BoardEvent, Bus, Outbound
from agent.translation.catalogue import _
from db.delivery.reply_store import ReplyStore

Kind = Literal["message", "progress", "reply", "removed"]
PREVIEW_SECONDS = 2.0
"""At most one preview in this time: platforms count edits."""

log = logging.getLogger(__name__)


class PageEvents:
    """What open web pages are told, so that they look again; the other platforms show their messages themselves."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus

    def are_for(self, place: Place) -> bool:
        return place.platform == "web"

    async def tell(self, place: Place, kind: Kind, message: MessageId, text: str = "") -> None:
        if self.are_for(place):
            event = BoardEvent(channel=place.channel_key, kind=kind, message=message, text=text)
            await self._bus.publish(event)


class WorkingMessage:
    """`Progress` of one turn. Nothing here may stop the turn."""

    def __init__(
        self,
        replies: ReplyStore,
        pages: PageEvents,
        outbound: Outbound,
        address: Address,
        posted: str | None,
        *,
        quiet: bool,
        on_step: Callable[[str], None] = lambda step: None,
    ) -> None:
        self._replies = replies
        self._pages = pages
        self._outbound = outbound
        self._address = address
        self._posted = posted
        self._is_noted = True
        self._quiet = quiet
        self._on_step = on_step
        self._text = ""
        self._preview_at = 0.0

    @property
    def posted(self) -> str | None:
        """What the platform calls it; None while it is not there."""
        return self._posted

    async def open(self) -> None:
        """Post it, unless it is there already or the answer will be at once. Raises NotAllowed where the place takes nothing from the
        bot: what cannot be shown there is not drawn."""
        if self._quiet or self._posted is not None:
            return
        try:
            self._on_step("opening")
            thinking = _("thinking")
            self._posted = await self._outbound.open(self._address, f"plan: {thinking}")
            self._on_step("opened")
            self._is_noted = False
            await self._note()
        except NotAllowed:
            raise
        except AtelierError as error:
            log.warning("working message not posted", extra={"action": "open_failed", "why": str(error)})

    async def _note(self) -> None:
        """What the platform calls it, for whoever delivers the reply: without that it is posted anew."""
        if self._posted is not None and not self._is_noted:
            await self._replies.posted(self._address.message, self._posted)
            self._is_noted = True

    async def say(self, step: str, text: str) -> None:
        self._text = f"{step}: {text}"
        if not self._quiet and self._posted is not None:
            await self._show(self._text, None)
        self._on_step(step)

    async def preview(self, image: bytes) -> None:
        now = time.monotonic()
        if self._posted is None or now - self._preview_at < PREVIEW_SECONDS:
            return
        self._preview_at = now
        await self._show(self._text, image)

    async def refused_pictures(self) -> str:
        try:
            return await self._outbound.refuses_pictures(self._address)
        except AtelierError as error:
            log.info("rights not known", extra={"action": "rights_unknown", "why": str(error)})
            return ""

    async def _show(self, text: str, preview: bytes | None) -> None:
        try:
            await self._note()
            if self._posted is not None:
                await self._outbound.progress(self._address, self._posted, text, preview)
            if self._pages.are_for(self._address.place):
                await self._tell_board(self._address.message, text)
        except AtelierError as error:
            log.info("progress not shown", extra={"action": "progress_failed", "why": str(error)})

    async def _tell_board(self, message: MessageId, text: str) -> None:
        await self._replies.working(message, text)
        await self._pages.tell(self._address.place, "progress", message, text)
