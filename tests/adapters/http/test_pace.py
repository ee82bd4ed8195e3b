"""What comes in a crowd goes on one after the other, and what comes alone at once. Time is the test's own."""

import asyncio

import pytest

from adapters.http.pace import Pace

APART_SECONDS, WAIT_SECONDS_MAX = 0.25, 6.0


class Waits:
    """How long each of them waited, at a time that stands still."""

    def __init__(self) -> None:
        self.now = 100.0
        self.waited: list[float] = []
        self.pace = Pace(
            apart_seconds=APART_SECONDS,
            wait_seconds_max=WAIT_SECONDS_MAX,
            monotonic=lambda: self.now,
            sleep=self.sleep,
        )

    async def sleep(self, seconds: float) -> None:
        self.waited.append(round(seconds, 6))


async def test_one_alone_waits_for_nobody() -> None:
    waits = Waits()

    await waits.pace.turn()
    waits.now += APART_SECONDS
    await waits.pace.turn()

    assert waits.waited == []


async def test_a_crowd_is_spread_out_and_nobody_waits_longer_than_the_limit() -> None:
    waits = Waits()
    crowd = int(WAIT_SECONDS_MAX / APART_SECONDS) + 5

    await asyncio.gather(*(waits.pace.turn() for _ in range(crowd)))

    evenly = [APART_SECONDS * number for number in range(1, crowd)]
    assert waits.waited == pytest.approx([min(seconds, WAIT_SECONDS_MAX) for seconds in evenly])
