"""The scripted console, over its lines."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, ClassVar

from adapters.console.gallery import Gallery
from adapters.console.jsonl_chat import JsonScreen, ScriptedChat, ScriptServices
from adapters.console.outbound import ConsoleOutbound
from agent.domain.conversation import PlatformName
from agent.domain.incoming import IncomingMessage
from agent.ports import Intake, Outbound
from bot.app import App
from tests.adapters.console.console_world import ListSink
from tests.conversations.drivers.platform_driver import Driver, Play, Taken, button_of, made_of, picture
from tests.conversations.script import PRIVATE, Step
from tests.conversations.turns import Shown, plain

Line = dict[str, Any]
OWN = "line:"
"""Before the id of a line, where the core names a person's message; a line names another by its id alone."""


class ConsoleDriver:
    """Habits: everything is in one stream, with no notion of who else reads it."""

    platform: ClassVar[PlatformName] = "console"
    shows_replied: ClassVar[bool] = False

    def __init__(self, sink: ListSink, lines: asyncio.Queue[bytes], folder: Path) -> None:
        self._sink = sink
        self._lines = lines
        self._folder = folder
        self._count = 0

    async def enter(self, play: Play) -> None:
        """People and places are there when they are named."""

    async def act(self, play: Play, step: Step) -> int:
        self._count += 1
        line: Line = {
            "id": f"l{self._count}",
            "author": play.name_of(step.who),
            "moderator": play.manages(step.who),
            "locale": play.locale,
        }
        to = play.messages[step.to].id if step.to else None
        if step.presses:
            button = button_of(step, {b["label"]: b["id"] for b in self._reply(to)["buttons"]})
            line |= {"type": "press", "message": to, "button": button, "text": step.types}
        else:
            line |= {
                "type": "message", "channel": f"{step.where}-{play.script.number}", "private": step.where == PRIVATE,
                "text": step.says, "reply_to": to and to.removeprefix(OWN), "images": [self._saved(word) for word in step.attaches],
                "incognito": step.incognito,
            }  # fmt: skip
        self._lines.put_nowait(json.dumps(line).encode())
        return 1

    async def message_id(self, play: Play, event: IncomingMessage) -> str:
        return event.message

    async def note(self, play: Play, step: Step, taken: Taken) -> str:
        line = taken.event.handle["line"]
        return plain((await self._until(lambda said: said.get("in_reply_to") == line))["text"])

    async def shown(self, play: Play, step: Step, message: str, *, whispered: bool) -> Shown | None:
        found = self._reply(message)
        if any(image not in self._kept() for image in found["images"]):
            return None
        return Shown(
            text=plain(found["text"]),
            buttons=tuple(button["label"] for button in found["buttons"]),
            pictures=len(found["images"]),
            made=tuple(made_of(self._file(image)) for image in found["images"]),
            files=len(found["files"]),
            alone=whispered,
            message=found["id"],
        )

    def _file(self, image: str) -> bytes:
        return Path(image).read_bytes()

    def _kept(self) -> set[str]:
        """Pictures that are still in the gallery's folder."""
        return {str(path) for path in self._folder.resolve().rglob("*")}

    def _reply(self, message: str | None) -> Line:
        """As it was told last."""
        told = reversed(self._sink.lines)
        return next(line for line in told if line["type"] == "reply" and line["id"] == message)

    async def _until(self, wanted: Any) -> Line:
        while True:
            found = next((line for line in self._sink.lines if wanted(line)), None)
            if found is not None:
                return found
            await asyncio.sleep(0)  # the chat writes it next

    def _saved(self, word: str) -> str:
        path = self._folder / f"{word}.png"
        path.write_bytes(picture(word))
        return str(path)


async def open_console(app: App, intake: Intake, stack: AsyncExitStack) -> tuple[Driver, Outbound]:
    sink, lines = ListSink(), asyncio.Queue[bytes]()
    screen, gallery = JsonScreen(sink), Gallery(app.settings.data_dir.resolve())
    services = ScriptServices(intake=intake, board=app.board, turn_status=app.turn_status, gallery=gallery)

    async def each() -> AsyncIterator[bytes]:
        while True:
            yield await lines.get()

    chatting = asyncio.create_task(ScriptedChat(services, screen, sink).run(each()), name="console")
    stack.push_async_callback(_ended, chatting)
    driver = ConsoleDriver(sink, lines, app.settings.data_dir)
    return driver, ConsoleOutbound(gallery, screen, app.board.still_posted)


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
