"""What the kernel holds a child to. Where it knows a limit not (macOS has none of address space), the others remain."""

import math
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

SLACK_BYTES = 32_000_000
"""Address space beyond the pixels: a band being converted, what comes out."""
_STATM = Path("/proc/self/statm")


def let_others_go_first(nice: int) -> None:
    """A lower priority, and where the kernel knows it (Linux) that of a batch: it takes no processor from who has just woken up."""
    os.nice(nice)
    if sys.platform == "linux":
        with suppress(OSError):  # a container may forbid it
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def close_down() -> None:
    """Writes no file, leaves no core: pipes are all that it needs. Called once, when everything is imported."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        _limit(limit, 0)


def allow(*, cpu_seconds: int, memory_bytes: int) -> None:
    """Further processor seconds, after which the kernel ends this process, and bytes, after which allocating fails."""
    _limit(resource.RLIMIT_CPU, math.ceil(time.process_time()) + cpu_seconds)
    with suppress(OSError):
        pages = int(_STATM.read_text().split()[0])
        _limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + memory_bytes + SLACK_BYTES)


def _limit(which: int, value: int) -> None:
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(which)
        resource.setrlimit(which, (value if most == resource.RLIM_INFINITY else min(value, most), most))
