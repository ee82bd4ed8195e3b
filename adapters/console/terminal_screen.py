"""What the terminal chat shows: the spinner while the bot works, then the picture, the words, the path and the buttons."""

import asyncio
import contextlib
from collections.abc import Callable, Generator
from dataclasses import dataclass

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.segment import Segments
from rich.status import Status
from rich.text import Text

from adapters.console.outbound import Shown
from adapters.console.styled_text import numbered, path, plain, styled
from adapters.console.terminal_pictures import Way, blocks, escape
from agent.domain.conversation import Reply, TurnId
from agent.ports import Address

TOLD_MAX = 200
"""Turns that were answered while nobody waited for them, remembered so that a late wait ends at once."""
INDENT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tappable:
    """A reply with buttons, as the person sees it."""

    message: str
    reply: Reply


class TerminalScreen:
    """The `Screen` of a person. Prints in the event loop's thread alone."""

    def __init__(self, console: Console, way: Way, redraw: Callable[[], None]) -> None:
        self._console = console
        self._way: Way = way
        self._redraw = redraw
        self._status: Status | None = None
        self._awaited: TurnId | None = None
        self._told: dict[TurnId, asyncio.Event] = {}
        self.tappable: Tappable | None = None
        """The latest reply with buttons."""
        self.last: str | None = None
        """Id of the bot's latest message."""

    def leave(self) -> None:
        """Another person or place: what was said elsewhere is not tapped by number here."""
        self.tappable = self.last = None

    def remember(self, message: str, reply: Reply) -> None:
        """A reply that can be tapped, or replied to, from now on."""
        self.last = message
        if reply.buttons:
            self.tappable = Tappable(message=message, reply=reply)

    async def wait_for(self, turn: TurnId) -> None:
        """Until the turn's reply was shown; the spinner turns meanwhile."""
        self._awaited = turn
        told = self._told.setdefault(turn, asyncio.Event())
        try:
            if not told.is_set():
                with self._spinning("thinking"):
                    await told.wait()
        finally:
            self._awaited = None
            self._told.pop(turn, None)

    @contextlib.contextmanager
    def _spinning(self, text: str) -> Generator[None]:
        self._status = self._console.status(Text(text, style="dim"), spinner="dots", spinner_style="cyan")
        self._status.start()
        try:
            yield
        finally:
            self._status.stop()
            self._status = None

    def hint(self, text: str) -> None:
        """Changes the words beside the spinner."""
        if self._status is not None:
            self._status.update(Text(plain(text), style="dim"))

    def say(self, text: str, *, style: str = "") -> None:
        """A line of the chat's own."""
        with self._clear():
            self._print(styled(text, style=style))

    # --- Screen ------------------------------------------------------------------------------------------------

    async def progress(self, address: Address, step: str, text: str) -> None:
        if address.turn == self._awaited:
            self.hint(text)

    async def reply(self, shown: Shown) -> None:
        pictures = [await asyncio.to_thread(self._drawn, data) for data in shown.pictures]
        with self._clear(resume=shown.address.turn != self._awaited):
            for picture in pictures:
                self._show(picture)
            self._words(shown)
        self.remember(shown.message, shown.reply)
        self._told.setdefault(shown.address.turn, asyncio.Event()).set()
        while len(self._told) > TOLD_MAX:
            self._told.pop(next(iter(self._told)))

    def _drawn(self, data: bytes) -> str | Segments | None:
        columns = max(4, self._console.width - 2 * INDENT)
        try:
            match self._way:
                case "none":
                    return None
                case "blocks":
                    return Segments(blocks(data, columns=columns))
                case protocol:
                    return escape(protocol, data, columns=columns)
        except OSError:  # an export, or what a later version of Pillow no longer reads: its path is shown
            return None

    def _show(self, picture: str | Segments | None) -> None:
        match picture:
            case str():
                self._console.file.write(" " * INDENT + picture + "\n")
                self._console.file.flush()
            case Segments():
                self._print(picture)
            case None:
                pass

    def _words(self, shown: Shown) -> None:
        reply = shown.reply
        self._print(styled(reply.text, style="yellow" if reply.kind == "error" else ""))
        for saved in (*shown.images, *shown.files):
            # Not wrapped by us: a path that is copied, or clicked, is one line.
            self._console.print(Text(" " * INDENT).append_text(path(saved)), soft_wrap=True)
        if reply.buttons:
            self._print(numbered(reply.buttons, message=shown.message, width=self._console.width - INDENT))
        self._console.print()

    @contextlib.contextmanager
    def _clear(self, *, resume: bool = True) -> Generator[None]:
        """Room to print: without the spinner, which turns on afterwards (`resume`), and not into what is being typed."""
        status = self._status
        if status is not None:
            status.stop()
        elif self._console.is_terminal:
            self._console.file.write("\r\x1b[2K")
        try:
            yield
        finally:
            if status is None:
                self._redraw()
            elif resume:
                status.start()

    def _print(self, what: RenderableType) -> None:
        self._console.print(Padding(what, (0, 0, 0, INDENT), expand=False), highlight=False)
