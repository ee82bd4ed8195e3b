"""The decoders of a process, in two lanes: what is dear to decode waits for its like, and never in front of what is cheap."""

import asyncio
import atexit
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from queue import PriorityQueue

from adapters.decoder.protocol import Answer, Job
from adapters.media.process import DecoderProcess, Died
from agent.errors import BadImage
from agent.translation.catalogue import _

PLACES = 1
"""Of each lane: one picture may take 136 MB while it is decoded (DECODED_BYTES_MAX), and a second decoder that is at work takes the
processor from the bot. A photograph takes a tenth of a second, and whoever takes longer goes behind it."""
HEAD_START = 10.0
"""Seconds that a picture stands further back for each second that reading it will take: photographs go before what came a while
earlier and takes long, and nobody waits for ever."""
WAITING_MAX = 48
"""Pictures of one lane that wait or are read."""
WAIT_SECONDS = 60.0
"""From handing a picture in to its answer."""
READ_SECONDS = 40.0
"""Of reading itself, by the clock, which ends who does nothing; the processor's seconds are the job's. Decoders come last at the
processor: on a machine at work a large picture that somebody has paid for takes many times as long as alone."""
CHEAP_NICE, DEAR_NICE = 3, 6
"""Drawing and answering come first at the processor, and dear pictures last; with more, a busy bot would leave them nothing."""


@dataclass(frozen=True, slots=True, order=True)
class _Waiting:
    """A picture in line."""

    turn: float
    """Who has the lowest is next."""
    number: int
    """The order in which they came, where `turn` is the same."""
    job: Job = field(compare=False)
    answer: "Future[Answer]" = field(compare=False)


class Lane:
    """So many decoders, each with a thread that waits for it; the threads of renders and exports are others. Decoders start when
    there is work for them."""

    def __init__(self, *, nice: int) -> None:
        self._nice = nice
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="decoder")
        self._line: PriorityQueue[_Waiting] = PriorityQueue()
        self._numbers = count()
        self._mine = threading.local()
        self._processes: list[DecoderProcess] = []
        self._waiting = 0
        self._closed = False

    @property
    def pids(self) -> Sequence[int]:
        return [process.pid for process in self._processes if process.pid is not None]

    async def decode(self, job: Job, *, seconds: float) -> Answer:
        """`seconds`: of reading it, about. Raises BadImage where it cannot be answered, with why."""
        if self._waiting >= WAITING_MAX:
            raise BadImage(_busy(job.shown))
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.wrap_future(self._in_line(job, seconds))
        except TimeoutError as error:
            raise BadImage(_busy(job.shown)) from error
        except Died as error:
            if self._closed:
                raise BadImage(_stopped(job.shown)) from error
            raise BadImage(_slow(job.shown) if error.slow else _broken(job.shown)) from error
        except (
            OSError,
            RuntimeError,
        ) as error:  # no process or thread can be started, or all are being ended
            raise BadImage(_stopped(job.shown)) from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        self._closed = True
        for process in self._processes:
            process.end()
        self._threads.shutdown()

    def _in_line(self, job: Job, seconds: float) -> "Future[Answer]":
        """A thread takes whoever is next when it is free, which may be another who came later."""
        turn = time.monotonic() + HEAD_START * seconds
        waiting = _Waiting(turn, next(self._numbers), job, Future())
        self._line.put(waiting)
        self._threads.submit(self._next)
        return waiting.answer

    def _next(self) -> None:
        waiting = self._line.get_nowait()  # one for each that was submitted
        if not waiting.answer.set_running_or_notify_cancel():
            return
        try:
            waiting.answer.set_result(self._run(waiting.job))
        except BaseException as error:
            waiting.answer.set_exception(error)

    def _run(self, job: Job) -> Answer:
        if self._closed:
            raise OSError("the decoders are being ended")
        if not hasattr(self._mine, "process"):
            self._mine.process = DecoderProcess(nice=self._nice)
            self._processes.append(self._mine.process)
        return self._mine.process.run(job, seconds=READ_SECONDS)


class Decoders:
    """Both lanes. `close` ends every decoder, in whatever it is."""

    def __init__(self) -> None:
        self._cheap = Lane(nice=CHEAP_NICE)
        self._dear = Lane(nice=DEAR_NICE)

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that were started."""
        return [*self._cheap.pids, *self._dear.pids]

    async def decode(self, job: Job, *, dear: bool, seconds: float = 0.0) -> Answer:
        """`seconds`: of reading it, about. Raises BadImage where it cannot be answered, with why."""
        return await (self._dear if dear else self._cheap).decode(job, seconds=seconds)

    def finish(self) -> None:
        """Turns dear pictures away from now on, also those that wait or are read. Turns under way need the cheap ones."""
        self._dear.close()

    def close(self) -> None:
        self._cheap.close()
        self._dear.close()


def _busy(shown: str) -> str:
    return _(
        "{shown} had to wait too long: many pictures are coming in just now. Send it again in a minute, "
        "please.",
        shown=shown,
    )


def _slow(shown: str) -> str:
    return _("{shown} takes too long to read. Try a smaller one, please.", shown=shown)


def _broken(shown: str) -> str:
    return _(
        "{shown} is damaged so badly that my reader broke over it. Save it once more and try again, please.",
        shown=shown,
    )


def _stopped(shown: str) -> str:
    return _(
        "I cannot look at pictures just now, so {shown} was not read. Send it again in a minute, please.",
        shown=shown,
    )


@cache
def shared_decoders() -> Decoders:
    """Those of this process, where nobody brings others: they end with it."""
    decoders = Decoders()
    atexit.register(decoders.close)
    return decoders
