"""Tries a target again and again and counts."""

import random
import time
import traceback
from collections.abc import Callable, Sequence

from benchmarks.fuzz.target import Tally, Target

TRACEBACKS_MAX = 20
"""After so many a target is known to be broken."""


async def fuzzed(target: Target, *, seed: int, goes_on: Callable[[Tally], bool]) -> Tally:
    """Until `goes_on` says no. Each input has dice of its own, `seed:number`, that make it again."""
    tally = Tally(target=target.name)
    while goes_on(tally) and len(tally.tracebacks) < TRACEBACKS_MAX:
        await _tried(target, f"{seed}:{tally.inputs}", tally)
    return tally


async def _tried(target: Target, seed: str, tally: Tally) -> None:
    began = time.monotonic()
    try:
        outcome = await target.once(random.Random(seed))  # a text, so that it is the same in every process
        tally.refused += outcome == "refused"
        tally.accepted += outcome == "accepted"
    except Exception:
        tally.tracebacks.append(f"{target.name} {seed}\n{traceback.format_exc()}")
    tally.inputs += 1
    seconds = time.monotonic() - began
    if seconds > tally.slowest:
        tally.slowest, tally.slowest_seed = seconds, seed


def table(tallies: Sequence[Tally]) -> str:
    lines = [
        f"{'target':16} {'inputs':>8} {'refused':>8} {'accepted':>8} {'tracebacks':>10} {'slowest s':>9}  by"
    ]
    lines += [
        f"{t.target:16} {t.inputs:8} {t.refused:8} {t.accepted:8} {len(t.tracebacks):10} {t.slowest:9.2f}  {t.slowest_seed}"
        for t in tallies
    ]
    return "\n".join(lines)
