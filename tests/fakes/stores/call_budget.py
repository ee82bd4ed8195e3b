"""CallBudget in memory, on a clock that stands still."""

from collections import Counter
from dataclasses import dataclass, field

from agent.errors import StoreUnavailable


@dataclass(slots=True, kw_only=True)
class FakeCallBudget:
    """`down`: every call fails as if Postgres were away."""

    taken: Counter[str] = field(default_factory=Counter[str])
    down: bool = False

    async def take(self, name: str, *, per_second: float, burst: int) -> float:
        if self.down:
            raise StoreUnavailable("the database is away")
        self.taken[name] += 1
        return max(0, self.taken[name] - burst) / per_second
