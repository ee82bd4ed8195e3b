"""The processes that find the text of web pages. A page that takes one too long, or ends it, costs that page."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from adapters import page_reader
from adapters.decoder.protocol import TEXT_TYPE, Job
from adapters.media.process import DecoderProcess, Died
from agent.errors import SearchUnavailable

PLACES = 2
WAITING_MAX = 32
"""Pages that wait or are read."""
READ_SECONDS = 8.0
"""Of one page by the clock, the reader's start among them; an honest page takes a tenth of a second."""
CPU_SECONDS = 4
MEMORY_BYTES = 300_000_000
NICE = 3
"""As a decoder: drawing and answering come first at the processor."""


class PageReaders:
    """Readers start when there is work for them, and end by themselves when there is none."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="page-reader")
        self._mine = threading.local()
        self._processes: list[DecoderProcess] = []
        self._waiting = 0
        self._closed = False

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that were started."""
        return [process.pid for process in self._processes if process.pid is not None]

    async def text(self, data: bytes) -> str:
        """What a person would read on an HTML page; "" where there is nothing. Raises SearchUnavailable."""
        if self._waiting >= WAITING_MAX:
            raise SearchUnavailable("too many pages wait to be read")
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(self._read, data))
        except Died as error:
            raise SearchUnavailable(f"the page's reader {error}") from error
        except (
            OSError,
            RuntimeError,
        ) as error:  # no process or thread can be started, or all are being ended
            raise SearchUnavailable("pages cannot be read just now") from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._closed = True
        for process in self._processes:
            process.end()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _read(self, data: bytes) -> str:
        if self._closed:
            raise OSError("the readers are being ended")
        if not hasattr(self._mine, "process"):
            self._mine.process = DecoderProcess(nice=NICE, program=page_reader.__name__)
            self._processes.append(self._mine.process)
        job = Job(task="page", data=data, shown="", cpu_seconds=CPU_SECONDS, memory_bytes=MEMORY_BYTES)
        answer = self._mine.process.run(job, seconds=READ_SECONDS)
        return answer.data.decode(errors="replace") if answer.media_type == TEXT_TYPE else ""
