"""The person at the keyboard: one line at a time, with history and completion where there is a terminal."""

import asyncio
import glob
import os
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Protocol

from adapters.console.streams import LineSource

HISTORY_MAX = 1_000
COMPLETIONS_MAX = 200


class Typist(Protocol):
    async def line(self, prompt: str) -> str | None:
        """What was typed; None at the end of input (Ctrl-D)."""
        ...

    def redraw(self) -> None:
        """The prompt once more, with what is typed so far: something was printed over it."""
        ...


class PipedTypist:
    """Lines from a file or a pipe: no prompt."""

    def __init__(self, stream: BinaryIO) -> None:
        self._lines: AsyncIterator[bytes] = aiter(LineSource(stream))

    async def line(self, prompt: str) -> str | None:
        raw = await anext(self._lines, None)
        return None if raw is None else raw.decode(errors="replace")

    def redraw(self) -> None:
        pass


class KeyboardTypist:
    """A terminal, through readline. Created once a process: readline's state is the process's own."""

    def __init__(self, history: Path, commands: Sequence[str]) -> None:
        import readline  # not there on every system; only a terminal needs it

        self._readline = readline
        self._history = history
        self._commands = [f"/{command} " for command in commands]
        self._asking = ""
        with suppress(OSError):
            readline.read_history_file(history)
        readline.set_history_length(HISTORY_MAX)
        readline.set_completer(self._complete)
        readline.set_completer_delims(" \t\n")
        readline.parse_and_bind("tab: complete")

    async def line(self, prompt: str) -> str | None:
        loop = asyncio.get_running_loop()
        typed: asyncio.Future[str | None] = loop.create_future()

        def ask() -> None:
            line = self._input(prompt)
            with suppress(RuntimeError):  # the loop is gone: the process ends
                loop.call_soon_threadsafe(_settle, typed, line)

        # A thread of its own, and a daemon: it may wait for ever, and must not keep the process from ending.
        self._asking = prompt
        threading.Thread(target=ask, name="keyboard", daemon=True).start()
        try:
            return await typed
        finally:
            self._asking = ""

    def _input(self, prompt: str) -> str | None:
        try:
            line = input(prompt)
        except (EOFError, OSError, ValueError):
            return None
        with suppress(OSError):
            self._readline.write_history_file(self._history)
            self._history.chmod(0o600)
        return line

    def redraw(self) -> None:
        if self._asking:
            sys.stdout.write(_shown(self._asking) + self._readline.get_line_buffer())
            sys.stdout.flush()

    def _complete(self, text: str, state: int) -> str | None:
        if text.startswith("/") and self._readline.get_begidx() == 0 and "/" not in text[1:]:
            found = [command for command in self._commands if command.startswith(text)]
        else:
            found = _files(text)
        return found[state] if state < len(found) else None


def _settle(typed: "asyncio.Future[str | None]", line: str | None) -> None:
    if not typed.done():
        typed.set_result(line)


def _shown(prompt: str) -> str:
    """The prompt without the marks that tell readline which of its signs take no room."""
    return prompt.replace("\x01", "").replace("\x02", "")


def _files(text: str) -> list[str]:
    start = os.path.expanduser(text)
    if not start.startswith(("/", ".")):
        return []
    found = sorted(glob.glob(glob.escape(start) + "*"))[:COMPLETIONS_MAX]
    return [path + ("/" if os.path.isdir(path) else "") for path in found]
