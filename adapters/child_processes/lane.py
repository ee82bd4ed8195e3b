"""So many processes of one program, and the line of jobs before them."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from queue import LifoQueue, PriorityQueue
from typing import Literal

from adapters.child_processes.process import ChildProcess, Died
from adapters.child_processes.protocol import Answer, Job

HEAD_START = 10.0
"""Seconds that a job stands further back for each second that it will take: what is soon done goes before what came a while earlier and
takes long, and nobody waits for ever."""
WAITING_MAX = 48
"""Jobs of one lane that wait or are at work."""
WAIT_SECONDS = 60.0
"""From handing a job in to its answer."""

Reason = Literal["busy", "slow", "broken", "stopped"]


class Unanswered(Exception):
    """busy: too many are in line, or it stood there too long; slow: it took too long itself; broken: the process ended over it; stopped:
    no process can be started, or all are being ended."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True, order=True)
class _Waiting:
    """A job in line."""

    turn: float
    """Who has the lowest is next."""
    number: int
    """The order in which they came, where `turn` is the same."""
    job: Job = field(compare=False)
    answer: "Future[Answer]" = field(compare=False)


class Lane:
    """A thread waits for each process; the threads of renders and exports are others. Processes start when there is work for them."""

    def __init__(self, program: str, *, places: int, nice: int, read_seconds: float) -> None:
        """`read_seconds`: of one job by the clock, the start of its process among them."""
        self._read_seconds = read_seconds
        self._threads = ThreadPoolExecutor(places, thread_name_prefix=program)
        self._line: PriorityQueue[_Waiting] = PriorityQueue()
        self._numbers = count()
        self._processes = [ChildProcess(program, nice=nice) for _ in range(places)]
        self._idle: LifoQueue[ChildProcess] = LifoQueue()  # who has worked already is asked first
        for process in self._processes:
            self._idle.put(process)
        self._waiting = 0
        self._closed = False

    @property
    def pids(self) -> Sequence[int]:
        """Of the processes that were started."""
        return [process.pid for process in self._processes if process.pid is not None]

    async def answer(self, job: Job, *, seconds: float = 0.0) -> Answer:
        """`seconds`: how long it will take, about. Raises Unanswered."""
        if self._waiting >= WAITING_MAX:
            raise Unanswered("busy")
        self._waiting += 1
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.wrap_future(self._in_line(job, seconds))
        except TimeoutError as error:
            raise Unanswered("busy") from error
        except Died as error:
            ended: Reason = "slow" if error.slow else "broken"
            raise Unanswered("stopped" if self._closed else ended) from error
        except (
            OSError,
            RuntimeError,
        ) as error:  # no process or thread can be started, or all are being ended
            raise Unanswered("stopped") from error
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Ends every process, in whatever it is."""
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
        process = self._idle.get_nowait()  # there are as many as threads
        try:
            waiting.answer.set_result(process.run(waiting.job, seconds=self._read_seconds))
        except BaseException as error:
            waiting.answer.set_exception(error)
        finally:
            self._idle.put(process)
