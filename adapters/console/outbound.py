"""Posting to a console: pictures become files, and the screen (lines of JSON, or a terminal) shows the rest."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from adapters.console.gallery import Gallery, Posted
from agent.domain.conversation import PlatformName, Reply
from agent.errors import PlatformUnavailable, StoreUnavailable
from agent.ports import Address, PictureFile

SHOWN_MAX = 10_000
"""Replies of this run that are remembered as shown, so that a second delivery shows nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A reply with the files it brought, as a screen shows it."""

    address: Address
    reply: Reply
    images: tuple[Path, ...] = ()
    """Saved pictures, in the order of the reply."""
    pictures: tuple[bytes, ...] = ()
    """Their bytes."""
    files: tuple[Path, ...] = ()
    """Saved exports."""

    @property
    def message(self) -> str:
        return self.address.message

    @property
    def in_reply_to(self) -> str | None:
        """The line, or typed message, that asked for it."""
        return self.address.handle.get("line")


StillPosted = Callable[[Collection[Posted]], Awaitable[Collection[Posted]]]
"""Those of some pictures that the store still has."""


class Screen(Protocol):
    """Where a console shows what the bot does. Raises PlatformUnavailable when nobody reads it any more."""

    async def progress(self, address: Address, step: str, text: str) -> None: ...

    async def reply(self, shown: Shown) -> None: ...


class ConsoleOutbound:
    """The `Outbound` of a console. The platform's id of a bot message is our own."""

    platform: PlatformName = "console"

    def __init__(self, gallery: Gallery, screen: Screen, still_posted: StillPosted) -> None:
        self._gallery = gallery
        self._screen = screen
        self._still_posted = still_posted
        self._shown: OrderedDict[str, None] = OrderedDict()

    async def open(self, address: Address, text: str) -> str:
        await self.progress(address, address.message, text)
        return address.message

    async def refuses_pictures(self, address: Address) -> str:
        return ""

    async def progress(self, address: Address, message: str, text: str, preview: bytes | None = None) -> None:
        step, colon, words = text.partition(": ")
        await self._screen.progress(address, step if colon else "plan", words or text)

    async def deliver(
        self, address: Address, message: str | None, reply: Reply, files: Sequence[PictureFile]
    ) -> str:
        if address.message in self._shown:
            return address.message
        pictures = len(files) - len(reply.files) if reply.files else len(files)
        try:
            paths = await asyncio.to_thread(self._gallery.save, address.message, files, pictures=pictures)
        except OSError as error:
            raise PlatformUnavailable(f"the picture cannot be saved: {error.strerror}") from error
        shown = Shown(
            address=address, reply=reply, images=tuple(paths[:pictures]), files=tuple(paths[pictures:]),
            pictures=tuple(file.data for file in files[:pictures]),
        )  # fmt: skip
        if not reply.images:
            await self._prune()  # before it is told, so that "forgotten" is true when it is read
        await self._show(shown)
        return address.message

    async def _show(self, shown: Shown) -> None:
        """Once: marked before it is shown, so that a second delivery while the first waits for its reader shows nothing."""
        self._shown[shown.message] = None
        while len(self._shown) > SHOWN_MAX:
            self._shown.popitem(last=False)
        try:
            await self._screen.reply(shown)
        except PlatformUnavailable:
            self._shown.pop(shown.message, None)
            raise

    async def _prune(self) -> None:
        """What was forgotten is gone from the folder too: a text may be the answer to having forgotten it."""
        here = await asyncio.to_thread(self._gallery.posted)
        if not here:
            return
        try:
            kept = await self._still_posted(here)
        except StoreUnavailable:
            return  # the next text, or the next run, looks again
        await asyncio.to_thread(self._gallery.keep_only, here, kept)

    async def remove(self, address: Address, message: str) -> None:
        await asyncio.to_thread(self._gallery.remove, message)
