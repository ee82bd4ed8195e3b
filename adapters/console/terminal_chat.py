"""The terminal chat: what is typed becomes messages and taps; Ctrl-C cancels what is being drawn, Ctrl-D leaves."""

import asyncio
import os
import signal
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from adapters.console import places
from adapters.console.gallery import read_image
from adapters.console.jsonl_lines import COMMUNITY, NAME_CHARS_MAX
from adapters.console.keyboard import Typist
from adapters.console.styled_text import plain
from adapters.console.terminal_screen import Tappable, TerminalScreen
from adapters.console.typed_entry import Entry, Leave, Say, Tap, Turned, parse_entry
from agent.domain.conversation import Author, Place, TurnId
from agent.domain.incoming import Accepted, IncomingImage, IncomingMessage, IncomingPress
from agent.errors import AtelierError
from agent.ports import Board, Intake, TurnStatus

FOLLOW_SECONDS = 3_600.0
"""Longest wait for one answer; a turn has a far nearer limit of its own."""
EARLIER_MAX = 6
"""Messages of the place that are looked through for what was said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who is typing, and where."""

    name: str
    channel: str
    thread: str | None = None
    private: bool = False

    @property
    def author(self) -> Author:
        """Whoever sits at the terminal owns the data folder: they may change what holds for a channel."""
        return places.author(self.name, may_manage=True)

    @property
    def place(self) -> Place:
        return places.place(COMMUNITY, self.channel, self.thread, of=self.author, private=self.private)

    def prompt(self) -> str:
        where = "private" if self.private else f"#{self.channel}" + (f"/{self.thread}" if self.thread else "")
        return f"{self.name} {where} › "


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkServices:
    intake: Intake
    board: Board
    turn_status: TurnStatus


class TerminalChat:
    def __init__(
        self, services: TalkServices, screen: TerminalScreen, typist: Typist, speaker: Speaker
    ) -> None:
        self._services = services
        self._screen = screen
        self._typist = typist
        self._speaker = speaker
        self._following: TurnId | None = None
        self._stopping: asyncio.Task[None] | None = None

    async def run(self, greeting: Sequence[str]) -> int:
        """Until the end of input. Returns the exit code."""
        for line in greeting:
            self._screen.say(line, style="dim")
        await self._recollect()
        loop = asyncio.get_running_loop()
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(signal.SIGINT, self.interrupt)
        while (typed := await self._typist.line(_coloured(self._speaker.prompt()))) is not None:
            if not await self._do(self._understood(typed)):
                break
        await self._services.turn_status.settled("console", timeout_seconds=FOLLOW_SECONDS)
        return 0

    def _understood(self, typed: str) -> Entry:
        tappable = self._screen.tappable
        labels = [button.label for button in tappable.reply.buttons] if tappable else []
        asked = tappable is not None and tappable.reply.kind == "question"
        return parse_entry(typed, labels=labels, is_file=_is_file, asked=asked)

    async def _do(self, entry: Entry) -> bool:
        """Whether the chat goes on."""
        try:
            match entry:
                case None:
                    pass
                case Leave():
                    return False
                case Turned():
                    await self._turn(entry)
                case Say():
                    await self._say(entry)
                case Tap():
                    await self._tap(entry)
        except AtelierError as error:
            self._screen.say(str(error), style="yellow")
        return True

    # --- what was typed ----------------------------------------------------------------------------------------

    async def _turn(self, entry: Turned) -> None:
        if entry.what != "private" and not (
            entry.name.isprintable() and 0 < len(entry.name) <= NAME_CHARS_MAX
        ):
            wanted = "/as NAME" if entry.what == "as" else "/in CHANNEL"
            self._screen.say(f"Say it like this: {wanted}", style="yellow")
            return
        match entry.what:
            case "as":
                self._speaker = replace(self._speaker, name=entry.name)
            case "in":
                self._speaker = replace(self._speaker, channel=entry.name, thread=entry.thread, private=False)
            case "private":
                self._speaker = replace(self._speaker, private=not self._speaker.private)
        self._screen.leave()
        await self._recollect()

    async def _say(self, entry: Say) -> None:
        event = uuid.uuid4().hex
        incoming = IncomingMessage(
            event_id=event,
            message=f"line:{event}",
            place=self._speaker.place,
            author=self._speaker.author,
            text=entry.text,
            images=tuple(await _read(entry.paths)),
            reply_to=self._screen.last if entry.reply_to == "last" else entry.reply_to,
            handle={"line": event},
        )
        await self._follow(await self._services.intake.message(incoming))

    async def _tap(self, entry: Tap) -> None:
        on = await self._tappable(entry.message) if entry.message else self._screen.tappable
        if on is None or not 1 <= entry.number <= len(on.reply.buttons):
            self._screen.say("There is no such button here.", style="yellow")
            return
        button, text = on.reply.buttons[entry.number - 1], entry.text
        if button.action == "refine" and not text and not entry.paths:
            text = (await self._typist.line(_coloured("  what should change? › ")) or "").strip()
            if not text:
                return
        await self._press(on, button.id, text, entry.paths)

    async def _tappable(self, message: str) -> Tappable | None:
        found = await self._services.board.message(message, viewer=self._speaker.author.id)
        return Tappable(message=found.id, reply=found.reply) if found.reply else None

    async def _press(self, on: Tappable, button: str, text: str, paths: Sequence[str]) -> None:
        event = uuid.uuid4().hex
        found = await self._services.board.message(on.message, viewer=self._speaker.author.id)
        incoming = IncomingPress(
            event_id=event,
            place=found.place,
            author=self._speaker.author,
            message=on.message,
            button=button,
            text=text,
            images=tuple(await _read(paths)),
            handle={"line": event},
        )
        await self._follow(await self._services.intake.press(incoming))

    async def _follow(self, accepted: Accepted) -> None:
        if accepted.turn is None:
            self._screen.say(accepted.note, style="yellow" if accepted.is_error else "")
            return
        self._following = accepted.turn
        try:
            async with asyncio.timeout(FOLLOW_SECONDS):
                await self._screen.wait_for(accepted.turn)
        except TimeoutError:
            self._screen.say("Still at work; the answer comes here when it is ready.", style="dim")
        finally:
            self._following = None

    # --- Ctrl-C ------------------------------------------------------------------------------------------------

    def interrupt(self) -> None:
        if self._following is None:
            self._screen.say("Nothing is being drawn. Ctrl-D leaves.", style="dim")
        elif self._stopping is None or self._stopping.done():
            self._screen.hint("stopping")
            self._stopping = asyncio.create_task(self._stop())

    async def _stop(self) -> None:
        """Cancels what this person has under way here; its reply says so."""
        event = uuid.uuid4().hex
        cancel = IncomingMessage(
            event_id=event, message=f"line:{event}", place=self._speaker.place, author=self._speaker.author, text="/cancel"
        )  # fmt: skip
        try:
            accepted = await self._services.intake.message(cancel)
        except AtelierError as error:
            self._screen.say(str(error), style="yellow")
            return
        if accepted.is_error:
            self._screen.say(accepted.note, style="yellow")

    # --- where we are ------------------------------------------------------------------------------------------

    async def _recollect(self) -> None:
        """What the bot said here last: its buttons can still be tapped."""
        viewer = self._speaker.author.id
        page = await self._services.board.page(self._speaker.place, viewer=viewer, limit=EARLIER_MAX)
        said = [(message.id, message.reply) for message in page if message.reply is not None]
        tappable = [(message, reply) for message, reply in said if reply.buttons]
        for message, reply in (tappable or said)[-1:]:
            first = plain(reply.text).split("\n")[0].replace("**", "").strip()
            labels = "   ".join(f"{n} {button.label}" for n, button in enumerate(reply.buttons, start=1))
            self._screen.say(f"Last here: {first[:100]} ({message})", style="dim")
            if labels:
                self._screen.say(labels, style="dim")
            self._screen.remember(message, reply)


def _coloured(prompt: str) -> str:
    """Between marks that tell readline which signs take no room."""
    if os.name == "nt":
        return prompt
    return f"\x01\x1b[36m\x02{plain(prompt)}\x01\x1b[0m\x02"


def _is_file(path: str) -> bool:
    return os.path.isfile(os.path.expanduser(path))


async def _read(paths: Sequence[str]) -> list[IncomingImage]:
    return [await asyncio.to_thread(read_image, path) for path in paths]
