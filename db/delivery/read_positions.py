"""Where reading left off, for a platform that does not deliver again what was missed."""

from collections.abc import Sequence

from agent.domain.conversation import PlatformName
from agent.ports import ReadPosition
from db.errors import guarded
from db.pool import Pool

WATERMARKS_MAX = 20_000
"""Channels whose marks are loaded at a start, latest first."""


class PgReadPositions:
    """The `ReadPositions` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def load(self, platform: PlatformName) -> Sequence[ReadPosition]:
        rows = await self._pool.fetch(_LOAD, platform, WATERMARKS_MAX)
        return [
            ReadPosition(channel=row["channel"], message=row["message"], community=row["community"])
            for row in rows
        ]

    @guarded
    async def save(self, platform: PlatformName, marks: Sequence[ReadPosition]) -> None:
        ordered = sorted(marks, key=lambda mark: mark.channel)  # two writers lock rows in the same order
        rows = [(platform, mark.channel, mark.community, mark.message) for mark in ordered]
        await self._pool.executemany(_SAVE, rows)


_LOAD = """
select channel, message, community from watermarks where platform = $1 order by message desc limit $2
"""
_SAVE = """
insert into watermarks (platform, channel, community, message) values ($1, $2, $3, $4)
on conflict (platform, channel) do update set message = excluded.message, moved_at = now()
  where watermarks.message < excluded.message
"""
