import asyncio
import json
import time
from collections import Counter

import pytest

from benchmarks.latency import (
    JUDGING,
    MERGING,
    PLANNING,
    RENDERING,
    SEARCHING,
    as_json,
    as_table,
    run,
    wishes,
)
from benchmarks.speed.time_warp import WarpLoop


@pytest.fixture(scope="module")
def result():
    """One request of each group."""
    some = [
        next(wish for wish in wishes() if wish.group == group)
        for group in ("plan", "reason", "search", "memory")
    ]
    with asyncio.Runner(loop_factory=WarpLoop) as runner:
        return runner.run(run(1.0, some))


def test_a_turn_with_two_searches_takes_little_more_than_its_critical_path(result) -> None:
    path = PLANNING + SEARCHING + MERGING + RENDERING + JUDGING

    assert path <= result.critical_path_seconds <= 1.05 * path


def test_ours_makes_fewer_calls_and_takes_less_time(result) -> None:
    for other in (result.paper_order, result.mind_brush_order):
        assert other.model_calls >= 5
        assert result.ours.model_calls < other.model_calls / 2
        assert result.ours.seconds < other.seconds
        assert result.ours.tokens > 0
        assert 0 < result.ours.money < other.money


def test_the_json_has_its_shape(result) -> None:
    told = json.loads(as_json(result))

    assert list(told) == ["ours", "paper_order", "mind_brush_order", "critical_path_seconds"]
    for order in ("ours", "paper_order", "mind_brush_order"):
        assert list(told[order]) == ["model_calls", "seconds", "tokens", "money"]
    assert "critical path" in as_table(result)


def test_the_set_is_weighted_as_the_papers_score() -> None:
    assert Counter(wish.group for wish in wishes()) == {"plan": 18, "reason": 18, "search": 18, "memory": 6}
    assert len({wish.text for wish in wishes()}) == 60


def test_the_clock_jumps_over_waiting_and_counts_work() -> None:
    async def work() -> float:
        loop = asyncio.get_running_loop()
        started = loop.time()
        async with asyncio.timeout(500):
            await asyncio.gather(asyncio.sleep(100), asyncio.sleep(50))
            await asyncio.to_thread(time.sleep, 0.05)
        return loop.time() - started

    began = time.monotonic()
    with asyncio.Runner(loop_factory=WarpLoop) as runner:
        seconds = runner.run(work())

    assert 100.04 < seconds < 103
    assert time.monotonic() - began < 10
