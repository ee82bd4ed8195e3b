"""What a claim writes of its turn, together with what other turns write: whose claim is not the latest writes nothing."""

from collections.abc import Sequence
from typing import Any

from agent.domain.conversation import TurnId
from db.batching import Batcher
from db.pool import Pool


class StepRecords:
    """Writes the steps of many turns together."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._steps = Batcher(self._written)
        self._closed = Batcher(self._closed_together)

    async def write(self, step: tuple[Any, ...]) -> bool:
        """Whether it was recorded: committed when this returns."""
        return await self._steps.ask(step)

    async def _written(self, steps: Sequence[tuple[Any, ...]]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            return [row["written"] for row in await connection.fetchmany(_RECORD, steps)]

    async def close_request(self, turn: TurnId, fence: int) -> bool:
        """Whether this claim may begin: nothing joins the request from now on."""
        return await self._closed.ask((turn, fence))

    async def _closed_together(self, claims: Sequence[tuple[TurnId, int]]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _BEGIN_DRAWING, [turn for turn, _ in claims], [fence for _, fence in claims]
            )
        begun = {(str(row["id"]), row["fence"]) for row in rows}
        return [claim in begun for claim in claims]


_BEGIN_DRAWING = """
update turns t set drawing_at = coalesce(t.drawing_at, now())
from unnest($1::uuid[], $2::int[]) mine(id, fence)
where t.id = mine.id and t.fence = mine.fence and t.state = 'running' and not t.cancel_requested
returning t.id, t.fence
"""
# $1, $2: the turn and the fence of the claim; $6, $7: what was noted on the way.
MINE = """
with mine as (
  select id from turns where id = $1::uuid and fence = $2 and state = 'running' and not cancel_requested
), noted as (
  insert into traces (turn_id, step, facts)
  select mine.id, n.step, n.facts from mine, unnest($6::text[], $7::jsonb[]) with ordinality n(step, facts, number)
  order by n.number
)"""
_RECORD = f"""
{MINE}, written as (
  insert into steps (turn_id, name, n, result) select id, $3, $4, $5 from mine
  on conflict (turn_id, name) do nothing returning n
)
select exists (select from written) as written
"""
