"""Time that a test owns."""

from datetime import UTC, datetime, timedelta


class FakeClock:
    """The `Clock`. Stands still unless it is moved; `tick` moves it a little at every look, so that later means later."""

    def __init__(self, now: datetime | None = None, *, tick: timedelta = timedelta()) -> None:
        self._now = now or datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
        self._start = self._now
        self._tick = tick

    def now(self) -> datetime:
        self._now += self._tick
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def move(self, **by: float) -> None:
        """`move(days=3)`, `move(days=-7)`."""
        self._now += timedelta(**by)
