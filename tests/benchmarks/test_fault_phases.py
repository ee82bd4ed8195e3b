"""When a fleet under fire has drained: as long as turns end it is waited for, and not when none does."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks.fleet import fault_phases
from benchmarks.fleet.fault_phases import DRAIN_SECONDS, Run

LOOKED_EVERY = DRAIN_SECONDS / 2


class Watch:
    """Turns that are open at each look; the last number stays."""

    def __init__(self, *counts: int) -> None:
        self._counts = [*counts]

    async def open_count(self) -> int:
        return self._counts.pop(0) if len(self._counts) > 1 else self._counts[0]


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two looks half of the patience passes."""

    def seconds() -> Iterator[float]:
        yield from (number * LOOKED_EVERY / 2 for number in range(1_000))  # two questions a look

    told = seconds()

    async def no_time(_: float) -> None:
        return

    monkeypatch.setattr(fault_phases, "time", SimpleNamespace(monotonic=lambda: next(told)))
    monkeypatch.setattr(fault_phases, "asyncio", SimpleNamespace(sleep=no_time))


async def drained(*counts: int, pending: int = 0) -> bool:
    run = SimpleNamespace(world=SimpleNamespace(pending=[{}] * pending), watch=Watch(*counts))
    return await Run._drained(cast(Any, run))


async def test_a_long_queue_that_grows_less_is_waited_for() -> None:
    assert await drained(*range(40, -1, -1))


async def test_a_turn_that_does_not_end_is_seen() -> None:
    assert not await drained(3, 2, 1)


async def test_turns_that_come_and_go_without_getting_fewer_are_no_end() -> None:
    assert not await drained(*[2, 3] * 100)


async def test_what_a_platform_still_holds_is_open_too() -> None:
    assert not await drained(0, pending=1)
