"""A turn from its claim by a worker to its end, and what a claim writes of it on the way, together with what other turns write: whose
claim is not the latest writes nothing."""

from collections.abc import Sequence
from typing import Any, Literal

from agent.domain.conversation import MessageId, PlatformName, TurnId
from db.batching import Batcher
from db.errors import guarded
from db.pool import Pool
from db.turns.claims import Claim, Claimed, claim_together
from db.turns.concurrency_limits import ConcurrencyLimits, InLine, free


class TurnStore:
    """Claims turns, and keeps what became of them."""

    def __init__(self, pool: Pool, concurrency_limits: ConcurrencyLimits | None = None) -> None:
        self._pool = pool
        self._concurrency_limits = concurrency_limits or ConcurrencyLimits()
        self._claims = Batcher(self._claimed_together)

    @guarded
    async def claim(self, turn: TurnId, worker: str) -> Claim | InLine | None:
        """The turn, fenced against every earlier claim; None when it is over (or gone), InLine when it has to wait for a seat."""
        claimed = await self._claims.ask((turn, worker))
        return claimed.claim() if isinstance(claimed, Claimed) else claimed

    async def _claimed_together(
        self, wanted: Sequence[tuple[TurnId, str]]
    ) -> Sequence[Claimed | InLine | None]:
        async with self._pool.acquire() as connection:
            return await claim_together(connection, wanted, self._concurrency_limits)

    @guarded
    async def finish(self, turn: TurnId, fence: int, state: Literal["failed", "cancelled", "done"]) -> bool:
        """End a turn that has no reply to store. False when another worker has it."""
        async with self._pool.acquire() as connection, connection.transaction():
            done = await connection.fetchrow(_FINISH, turn, fence, state)
            if done is not None:
                await free(connection, done["author"], done["community"])
        return done is not None

    @guarded
    async def waited(self, turn: TurnId, fence: int) -> None:
        """Counts a claim that ended in waiting; the turn gives its seat back meanwhile."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_WAITED, turn, fence)
            if row is not None:
                await free(connection, row["author"], row["community"])

    @guarded
    async def cancel_requested(self, turn: TurnId) -> bool:
        async with self._pool.acquire() as connection:
            return bool(
                await connection.fetchval("select cancel_requested from turns where id = $1::uuid", turn)
            )

    @guarded
    async def undelivered_reply(self, turn: TurnId) -> MessageId | None:
        """The stored reply of a turn that is over, if it was not sent yet."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchval(
                "select id from messages where turn_id = $1::uuid and slot = 0 and state = 'ready'", turn
            )
        return None if row is None else MessageId(f"b{row}")

    @guarded
    async def open_count(self, platform: PlatformName) -> int:
        """Turns of a platform that are queued or running, and replies not yet delivered."""
        async with self._pool.acquire() as connection:
            return await connection.fetchval(_OPEN, platform)


_FINISH = """
update turns set state = $3, finished_at = now() where id = $1::uuid and fence = $2 returning author, community
"""
_WAITED = """
update turns set waits = waits + 1, state = 'queued' where id = $1::uuid and fence = $2 and state = 'running'
returning author, community
"""
_OPEN = """
select (select count(*) from turns where platform = $1 and state in ('queued', 'running'))
     + (select count(*) from messages where platform = $1 and state = 'ready')
"""


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
