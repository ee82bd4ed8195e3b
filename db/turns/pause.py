"""No turn is begun anywhere for a while: what comes in is stored and waits."""

from dataclasses import dataclass

from db.errors import guarded
from db.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    turns: int
    """That somebody works on, or that a worker has fetched and not begun."""
    replies: int
    """That no platform has taken yet."""

    @property
    def is_nothing(self) -> bool:
        return not (self.turns or self.replies)


@guarded
async def pause(pool: Pool) -> None:
    """From the next fetch of every worker on; what is under way ends. Idempotent."""
    await pool.execute("insert into pause default values on conflict do nothing")


@guarded
async def resume(pool: Pool) -> bool:
    """Whether there was a pause."""
    return await pool.fetchval("delete from pause returning true") is not None


@guarded
async def under_way(pool: Pool) -> UnderWay:
    row = await pool.fetchrow(_UNDER_WAY)
    assert row is not None
    return UnderWay(turns=row["turns"], replies=row["replies"])


_UNDER_WAY = """
select (select count(*) from turns where state = 'running')
     + (select count(*) from procrastinate_jobs j where j.status = 'doing' and j.task_name = 'turn'
        and exists (select from turns t where t.job_id = j.id and t.state = 'queued')) as turns,
       (select count(*) from messages where state = 'ready') as replies
"""
