"""An event loop that does not wait: where nothing is to be done until a timer is due, its clock jumps there. Work takes the time
it takes, so what a benchmark measures is the set delays plus the house's own real seconds."""

import asyncio
import selectors
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

GRACE_SECONDS = 0.002
"""What is already under way within this process (loopback sockets) arrives in this time, before the clock jumps."""


class _JumpingSelector(selectors.DefaultSelector):
    """Waits for what is there, and else jumps."""

    skipped = 0.0
    busy = 0
    """Jobs in threads: their time is real."""

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        started = time.monotonic()
        found = super().select(min(timeout, GRACE_SECONDS))
        if found:
            return found
        if self.busy:
            return super().select(max(0.0, timeout - GRACE_SECONDS))
        self.skipped += max(0.0, timeout - (time.monotonic() - started))
        return []


class WarpLoop(asyncio.SelectorEventLoop):
    """For `asyncio.Runner(loop_factory=WarpLoop)`."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return time.monotonic() + self._jumping.skipped

    def run_in_executor(
        self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts
    ) -> asyncio.Future[T]:
        future = super().run_in_executor(executor, func, *args)
        self._jumping.busy += 1
        # Counted down by the loop and not by the thread: in between the clock must not jump either.
        future.add_done_callback(self._done)
        return future

    def _done(self, future: asyncio.Future[Any]) -> None:
        self._jumping.busy -= 1
