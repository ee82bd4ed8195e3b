"""Dying on purpose, so that a test can see what the next start makes of it."""

import os
import signal
from collections.abc import Callable
from typing import Literal

CrashPoint = Literal[
    "", "taken_in", "claimed", "opening", "opened", "plan", "plan_made", "plan_kept", "remember_made", "search",
    "merge_made", "render", "render_made", "render_placed", "render_kept", "evaluate", "judge_made", "before_store", "stored", "sent",
    "delivered", "consolidation",
]  # fmt: skip
"""Where a process can die: `taken_in` when an event is stored and not yet acknowledged; `claimed` when a worker has the turn;
`opening` and `opened` around the post of the working message; before a step that its author sees (plan, search, render,
evaluate); `X_made` when a step's result is there and not yet recorded, `X_kept` when it is, `render_placed` between a picture's bytes
and its row; around the reply's way out
(`sent`: the platform has it, the store does not know it); `consolidation` in the middle of the memory's tidying."""


def crash_at(point: CrashPoint) -> Callable[[str], None]:
    """Called with each point that a turn reaches. At `point` the process is gone, as by SIGKILL: nothing is flushed or closed."""

    def crash(reached: str) -> None:
        if point and reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return crash
