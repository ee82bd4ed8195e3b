"""When each chore of the timers last did all that it had to."""

from collections.abc import Mapping

from db.errors import guarded
from db.pool import Pool


class ChoreRecords:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def succeeded(self, name: str) -> None:
        await self._pool.execute(_SUCCEEDED, name)


@guarded
async def chore_ages(pool: Pool) -> Mapping[str, float]:
    """Name to seconds since its last success, of those that ever had one."""
    return {row["name"]: row["seconds"] for row in await pool.fetch(_AGES)}


_SUCCEEDED = """
insert into chores (name, succeeded_at) values ($1, now())
on conflict (name) do update set succeeded_at = excluded.succeeded_at
"""
_AGES = "select name, extract(epoch from now() - succeeded_at)::float8 as seconds from chores order by name"
