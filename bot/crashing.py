"""Dying on purpose, so that a test can see what the next start makes of it."""

import os
import signal
from collections.abc import Callable
from typing import Literal

CrashPoint = Literal[
    "", "claimed", "plan", "search", "ask", "render", "evaluate", "before_store", "stored", "delivered"
]
"""Where a turn can die: when a worker has it, at a step that its author sees, around its reply's way out."""


def crash_at(point: CrashPoint) -> Callable[[str], None]:
    """Called with each point that a turn reaches. At `point` the process is gone, as by SIGKILL: nothing is flushed or closed."""

    def crash(reached: str) -> None:
        if point and reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return crash
