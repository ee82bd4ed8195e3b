"""What became of each image model's pictures lately, read from the traces."""

from typing import Any, cast

from agent.domain.image_models import Kind, Measured, Measurements
from db.errors import guarded
from db.pool import Pool

PICTURES_MAX = 1_000
"""The latest ones that count."""


class PgModelRecords:
    """Reads; what is read is noted with each picture (step `drawn` of a trace)."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def measured(self) -> Measurements:
        """By model and kind of request. Raises StoreUnavailable."""
        rows = await self._pool.fetch(_MEASURED, PICTURES_MAX)
        return {_key(row): _measured(row) for row in rows}


def _key(row: Any) -> tuple[str, Kind]:
    return row["name"], cast(Kind, row["kind"])


def _measured(row: Any) -> Measured:
    return Measured(
        drawn=row["drawn"], judged=row["judged"], accepted=row["accepted"], seconds=float(row["seconds"] or 0.0),
        usd=float(row["usd"] or 0.0),
    )  # fmt: skip


_MEASURED = """
with latest as (
  select facts from traces where step = 'drawn' order by created_at desc limit $1
)
select facts ->> 'name' as name, facts ->> 'kind' as kind, count(*) as drawn,
  count(*) filter (where facts ? 'accepted') as judged,
  count(*) filter (where facts ->> 'accepted' = 'true') as accepted,
  percentile_cont(0.5) within group (order by (facts ->> 'seconds')::float8) as seconds,
  avg((facts ->> 'usd')::float8) as usd
from latest group by 1, 2
"""
