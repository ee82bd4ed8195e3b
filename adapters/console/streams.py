"""Standard input and output of a script: bytes in lines, read and written in threads so that neither holds the bot up."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import BinaryIO

from adapters.console.jsonl_lines import LINE_BYTES_MAX
from agent.errors import PlatformUnavailable

LINES_AHEAD_MAX = 100
"""Lines read ahead of the one that is worked on; the writer of more of them waits."""


class LineSource:
    """Lines of a stream until its end, each without its line feed. A line longer than LINE_BYTES_MAX comes as its first
    LINE_BYTES_MAX + 1 bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lines: asyncio.Queue[bytes | None] = asyncio.Queue(LINES_AHEAD_MAX)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        # A thread of its own: it may wait for input for ever, and must not keep the process from ending.
        threading.Thread(target=self._read, args=(loop,), name="stdin", daemon=True).start()
        while (line := await self._lines.get()) is not None:
            yield line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        while True:
            line = self._next()
            try:
                asyncio.run_coroutine_threadsafe(self._lines.put(line), loop).result()
            except (RuntimeError, asyncio.CancelledError):  # the loop is gone: the process ends
                return
            if line is None:
                return

    def _next(self) -> bytes | None:
        try:
            line = self._stream.readline(LINE_BYTES_MAX + 1)
            rest = line
            while len(rest) > LINE_BYTES_MAX and not rest.endswith(b"\n"):
                rest = self._stream.readline(LINE_BYTES_MAX + 1)
        except (OSError, ValueError):  # closed under our feet
            return None
        return line.rstrip(b"\r\n") if line else None


class LineSink:
    """Whole lines to a stream, one after another. `closed` is set once nobody reads them any more."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._turn = asyncio.Lock()
        self.closed = asyncio.Event()

    async def write(self, line: bytes) -> None:
        """Raises PlatformUnavailable when nobody reads; what was to be told is told by the next run."""
        async with self._turn:
            try:
                await asyncio.to_thread(self._write, line)
            except (OSError, ValueError) as error:
                self.closed.set()
                raise PlatformUnavailable("nobody reads the output any more") from error

    def _write(self, line: bytes) -> None:
        self._stream.write(line)
        self._stream.flush()
