"""How often all processes together call a platform: one row a budget, the generic cell rate algorithm (ITU-T I.371) on Postgres' clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from db.batching import Batcher
from db.errors import guarded
from db.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Call:
    name: str
    per_second: float
    burst: int


class PgCallBudget:
    """The `CallBudget` in Postgres. What one process asks for at once is taken together."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._taking = Batcher(self._take_together)

    @guarded
    async def take(self, name: str, *, per_second: float, burst: int) -> float:
        return await self._taking.ask(_Call(name=name, per_second=per_second, burst=burst))

    async def _take_together(self, calls: Sequence[_Call]) -> Sequence[float]:
        waits: dict[_Call, list[float]] = {}
        for call, same in groupby(sorted(calls)):
            waits[call] = await self._take(call, len(list(same)))
        return [waits[call].pop(0) for call in calls]

    async def _take(self, call: _Call, count: int) -> list[float]:
        """Seconds until each of so many may go, the first first."""
        apart = 1 / call.per_second
        last: float = await self._pool.fetchval(_TAKE, call.name, count * apart, call.burst * apart)
        return [max(0.0, last - (count - 1 - place) * apart) for place in range(count)]


# A budget that was left alone is ahead by the burst and no more.
_TAKE = """
insert into call_budgets as b (name, free_at)
values ($1, clock_timestamp() + make_interval(secs => $2::float8 - $3::float8))
on conflict (name) do update set
  free_at = greatest(b.free_at, clock_timestamp() - make_interval(secs => $3::float8)) + make_interval(secs => $2::float8)
returning extract(epoch from free_at - clock_timestamp())::float8
"""
