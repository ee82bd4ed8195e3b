"""A console without a process: lines in by hand, lines out in a list."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.console.gallery import Gallery, Posted
from adapters.console.jsonl_chat import JsonScreen, ScriptedChat, ScriptServices
from adapters.console.outbound import ConsoleOutbound
from agent.domain.conversation import ImageId, MessageId, Place, Reply, TurnId
from agent.errors import PlatformUnavailable
from agent.outcomes import button
from agent.ports import Address, BoardMessage, PictureFile
from tests.fakes.board import FakeBoard
from tests.fakes.builders import NOW, PLACE, author
from tests.fakes.intake import FakeIntake
from tests.fakes.turn_status import FakeTurnStatus
from tests.patience import PATIENCE_SECONDS

AGAIN = button("again", "Again")
FOX = PictureFile(data=b"a fox", media_type="image/png", name="atelier-1.png", alt="a fox")


@dataclass(slots=True)
class ListSink:
    """Takes lines until it is closed."""

    lines: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    closed: bool = False

    async def write(self, line: bytes) -> None:
        if self.closed:
            raise PlatformUnavailable("nobody reads the output any more")
        self.lines.append(json.loads(line))


def address(message: str = "b3", *, line: str = "m1", turn: str = "turn-1", place: Place = PLACE) -> Address:
    return Address(
        turn=TurnId(turn), place=place, author=author(), reply_to=f"line:{line}", handle={"line": line}, nonce="n",
        message=MessageId(message),
    )  # fmt: skip


def picture_reply(text: str = "**a fox**") -> Reply:
    return Reply(kind="image", text=text, images=(ImageId("i1"),), alts=("a fox",), buttons=(AGAIN,))


def posted(message: str = "b3", *, place: Place = PLACE, reply: Reply | None = None) -> BoardMessage:
    return BoardMessage(
        id=MessageId(message), place=place, author=None, text="", at=NOW, reply=reply or picture_reply()
    )


class Script:
    """The scripted chat over fakes."""

    def __init__(self, folder: Path) -> None:
        self.sink, self.intake, self.board, self.turn_status = (
            ListSink(),
            FakeIntake(),
            FakeBoard(),
            FakeTurnStatus(),
        )
        self.gallery = Gallery(folder)
        self.screen = JsonScreen(self.sink)
        self.kept: set[Posted] | None = None
        """Pictures that the store still has; None: all."""
        self.outbound = ConsoleOutbound(self.gallery, self.screen, self._still_posted)
        services = ScriptServices(
            intake=self.intake, board=self.board, turn_status=self.turn_status, gallery=self.gallery
        )
        self._chat = ScriptedChat(services, self.screen, self.sink)
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def _still_posted(self, here: Any) -> Any:
        return here if self.kept is None else self.kept & set(here)

    async def run(self, *lines: dict[str, Any] | bytes) -> list[dict[str, Any]]:
        """The whole chat; what it said."""
        for line in lines:
            self._lines.put_nowait(line if isinstance(line, bytes) else json.dumps(line).encode())
        self._lines.put_nowait(None)
        assert await asyncio.wait_for(self._chat.run(self._each()), timeout=PATIENCE_SECONDS) == 0
        return self.sink.lines

    async def _each(self) -> AsyncIterator[bytes]:
        while (line := await self._lines.get()) is not None:
            yield line


def message(text: str = "draw a fox", *, id: str = "m1", **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": id,
        "community": "guild",
        "channel": "art",
        "author": "ana",
        "text": text,
        **more,
    }


def press(on: str = "b3", *, id: str = "p1", button: str = AGAIN.id, **more: Any) -> dict[str, Any]:
    return {
        "type": "press",
        "id": id,
        "author": "ana",
        "channel": "art",
        "message": on,
        "button": button,
        **more,
    }
