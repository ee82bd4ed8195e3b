"""What was spent, by day and community."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.errors import guarded
from db.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpending:
    day: date
    """UTC."""
    community: str
    """Place.community_key; "" for private chats and pages."""
    pictures: int
    usd: float


@guarded
async def spending_by_day(pool: Pool, days: int) -> Sequence[DaySpending]:
    """Of the last `days` days, today among them, the latest first; as far back as it is kept by day."""
    return [DaySpending(**dict(row)) for row in await pool.fetch(_DAYS, days)]


_DAYS = """
select day, coalesce(community, '') as community, sum(pictures)::int as pictures, sum(usd)::float8 as usd from spending
where day > (now() at time zone 'utc')::date - $1::int group by 1, 2 order by 1 desc, 4 desc, 2
"""
