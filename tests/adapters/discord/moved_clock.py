"""A clock that the test moves."""

import asyncio


class Time:
    """A clock that the test moves; sleepers wake when their time has come."""

    def __init__(self) -> None:
        self.now = 0.0
        self.sleepers: list[tuple[float, asyncio.Event]] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = asyncio.Event()
        self.sleepers.append((self.now + seconds, wake))
        await wake.wait()

    async def pass_(self, seconds: float) -> None:
        await asyncio.sleep(0)  # who is about to sleep goes to sleep first
        self.now += seconds
        for at, wake in self.sleepers:
            if at <= self.now:
                wake.set()
        for _ in range(10):
            await asyncio.sleep(0)
