"""Where reading left off, for a platform that does not deliver again what was missed."""

from collections.abc import Sequence

from agent.domain.conversation import PlatformName
from agent.ports import ReadPosition, Shards
from db.errors import guarded
from db.pool import Pool

WATERMARKS_MAX = 50_000
"""Channels whose marks are loaded at a start, latest first."""


class PgReadPositions:
    """The `ReadPositions` in Postgres."""

    def __init__(self, pool: Pool, *, most: int = WATERMARKS_MAX) -> None:
        self._pool = pool
        self._most = most

    @guarded
    async def load(self, platform: PlatformName, *, shards: Shards | None = None) -> Sequence[ReadPosition]:
        numbers, count = (None, None) if shards is None else (list(shards.numbers), shards.count)
        rows = await self._pool.fetch(_LOAD, platform, self._most, numbers, count)
        return [
            ReadPosition(channel=row["channel"], message=row["message"], community=row["community"])
            for row in rows
        ]

    @guarded
    async def save(self, platform: PlatformName, marks: Sequence[ReadPosition]) -> None:
        ordered = sorted(marks, key=lambda mark: mark.channel)  # two writers lock rows in the same order
        rows = [(platform, mark.channel, mark.community, mark.message) for mark in ordered]
        await self._pool.executemany(_SAVE, rows)


# A server of which no mark is loaded would be taken for a new one, of which nothing before now is answered: each one's latest goes first.
_LOAD = """
select channel, message, community from (
  select channel, message, community,
         row_number() over (partition by community order by message desc) = 1 as is_latest
  from watermarks
  where platform = $1
    and ($3::int[] is null or case when community is null then 0 else (community::bigint >> 22) % $4::int end = any($3::int[]))
  order by 4 desc, message desc limit $2
) kept order by message desc
"""
_SAVE = """
insert into watermarks (platform, channel, community, message) values ($1, $2, $3, $4)
on conflict (platform, channel) do update set message = excluded.message, moved_at = now()
  where watermarks.message < excluded.message
"""
