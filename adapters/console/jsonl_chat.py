"""The scripted chat: lines of JSON in, lines of JSON out."""

import asyncio
import logging
from collections.abc import AsyncIterable, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from adapters.console.gallery import Gallery, read_image
from adapters.console.inbound import BOT_MESSAGE, event_key, to_message, to_press
from adapters.console.jsonl_lines import (
    BadLine,
    Line,
    MessageLine,
    PressLine,
    WaitLine,
    error_line,
    parse_line,
    progress_line,
)
from adapters.console.jsonl_replies import note_line, reply_line
from adapters.console.outbound import Shown
from adapters.console.places import author
from adapters.http.retries import retried
from agent.domain.conversation import TurnId
from agent.domain.incoming import Accepted, IncomingImage
from agent.errors import AtelierError, NotFound, PlatformUnavailable, StoreUnavailable
from agent.ports import Address, Board, Intake, TurnStatus

SETTLE_SECONDS = 3_600.0
"""Longest wait for what is in flight; a turn has a far nearer limit of its own."""
STORE_TRIES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0)
"""Seconds before each further try at handing a line in while the store is away."""

T = TypeVar("T")
log = logging.getLogger(__name__)


class Sink(Protocol):
    async def write(self, line: bytes) -> None: ...


class JsonScreen:
    """The `Screen` of a script."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.answered: set[TurnId] = set()
        """Turns whose reply was told in this run."""

    async def progress(self, address: Address, step: str, text: str) -> None:
        await self._sink.write(progress_line(address.turn, step, text).encoded())

    async def reply(self, shown: Shown) -> None:
        line = reply_line(
            shown.reply, message=shown.message, turn=shown.address.turn, in_reply_to=shown.in_reply_to,
            images=shown.images, files=shown.files,
        )  # fmt: skip
        await self._sink.write(line.encoded())
        self.answered.add(shown.address.turn)

    async def again(self, line: bytes, turn: TurnId) -> None:
        """A reply of an earlier run."""
        await self._sink.write(line)
        self.answered.add(turn)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptServices:
    intake: Intake
    board: Board
    turn_status: TurnStatus
    gallery: Gallery


class ScriptedChat:
    """Hands lines in, in their order, and does not wait for a line's answer before it takes the next."""

    def __init__(self, services: ScriptServices, screen: JsonScreen, sink: Sink) -> None:
        self._services = services
        self._screen = screen
        self._sink = sink

    async def run(self, lines: AsyncIterable[bytes]) -> int:
        """Until the end of the lines and of all that they asked for. Returns the exit code."""
        async with asyncio.TaskGroup() as asides:
            number = 0
            async for raw in lines:
                number += 1
                await self._take(raw, number, asides)
        return 0 if await self._settle() else 1

    async def _settle(self) -> bool:
        settled = await _patiently(
            lambda: self._services.turn_status.settled("console", timeout_seconds=SETTLE_SECONDS)
        )
        if not settled:
            log.error("turns are still under way", extra={"action": "not_settled"})
        return settled

    async def _take(self, raw: bytes, number: int, asides: asyncio.TaskGroup) -> None:
        line_id = None
        try:
            line = parse_line(raw, number=number)
            line_id = None if isinstance(line, WaitLine) else line.id
            await self._hand_in(line, asides)
        except BadLine as error:
            await self._tell_error(str(error), error.line_id)
        except AtelierError as error:
            await self._tell_error(str(error), line_id)

    async def _hand_in(self, line: Line, asides: asyncio.TaskGroup) -> None:
        match line:
            case WaitLine():
                await self._settle()
            case MessageLine():
                incoming = to_message(line, await _read(line.images))
                await self._accepted(
                    line, await _patiently(lambda: self._services.intake.message(incoming)), asides
                )
            case PressLine():
                await self._accepted(line, await _patiently(lambda: self._press(line)), asides)

    async def _press(self, line: PressLine) -> Accepted:
        unknown = BadLine(f"There is no message {line.message} of mine here (any more).", line_id=line.id)
        if not BOT_MESSAGE.fullmatch(line.message):
            raise unknown
        viewer = author(line.author, may_manage=False).id
        try:
            found = await self._services.board.message(line.message, viewer=viewer)
        except NotFound as error:
            raise unknown from error
        return await self._services.intake.press(to_press(line, await _read(line.images), found))

    async def _accepted(
        self, line: MessageLine | PressLine, accepted: Accepted, asides: asyncio.TaskGroup
    ) -> None:
        if accepted.turn is not None:
            if accepted.duplicate:
                asides.create_task(self._answer_again(line, accepted.turn))
        elif accepted.is_error:
            await self._tell_error(accepted.note, line.id)
        else:
            await self._tell(note_line(accepted.note, in_reply_to=line.id).encoded())

    async def _answer_again(self, line: MessageLine | PressLine, turn: TurnId) -> None:
        try:
            await self._again(line, turn)
        except AtelierError as error:
            await self._tell_error(str(error), line.id)

    async def _again(self, line: MessageLine | PressLine, turn: TurnId) -> None:
        """A line that was handed in before is answered with what was said then, unless this run has told it, or will."""
        event = event_key(line)
        found = await _patiently(lambda: self._services.turn_status.replay(event, "console"))
        if found is None:
            await self._settle()
            found = await _patiently(lambda: self._services.turn_status.replay(event, "console"))
        if turn in self._screen.answered:
            return
        if found is None:
            await self._tell_error(
                "That line was answered before, and the answer is not kept any more.", line.id
            )
            return
        message, reply = found
        images = await asyncio.to_thread(self._services.gallery.of, message)
        told = reply_line(reply, message=message, turn=turn, in_reply_to=line.id, images=images)
        with suppress(PlatformUnavailable):
            await self._screen.again(told.encoded(), turn)

    async def _tell_error(self, text: str, line_id: str | None) -> None:
        await self._tell(error_line(text, in_reply_to=line_id).encoded())

    async def _tell(self, line: bytes) -> None:
        with suppress(PlatformUnavailable):  # the sink says so to the process, which ends
            await self._sink.write(line)


async def _read(paths: list[str]) -> list[IncomingImage]:
    return [await asyncio.to_thread(read_image, path) for path in paths]


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer, asked for again while the store is away. Raises StoreUnavailable in the end."""

    def wait(error: Exception, number: int) -> float | None:
        if not isinstance(error, StoreUnavailable):
            return None
        log.warning("the store is away", extra={"action": "store_away", "why": str(error)})
        return STORE_TRIES[number - 1]

    return await retried(ask, wait=wait, tries=len(STORE_TRIES) + 1)
