"""Turns that failed lately."""

from collections.abc import Sequence

from agent.ports import Trouble
from db.errors import guarded
from db.pool import Pool


@guarded
async def failed_turns(pool: Pool, *, limit: int) -> Sequence[Trouble]:
    """The latest first."""
    return [
        Trouble(turn=str(row["id"]), platform=row["platform"], at=row["at"], step=row["step"] or "")
        for row in await pool.fetch(_FAILED, limit)
    ]


_FAILED = """
select t.id, t.platform, coalesce(t.finished_at, t.created_at) as at,
       (select x.step from traces x where x.turn_id = t.id order by x.n desc limit 1) as step
from turns t where t.state = 'failed' order by t.id desc limit $1
"""
