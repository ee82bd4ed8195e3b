"""Channels of the web page that people made, named anew or deleted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from agent.domain.conversation import Place
from agent.ports import Clock, WebChannel
from db.errors import guarded
from db.memory.forgetting.place_periods import PlacePeriod
from db.pool import Pool

ROWS_AT_ONCE = 200
LATER = timedelta(seconds=1)


class PgWebChannels:
    """The `WebChannels` in Postgres."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock

    @guarded
    async def known(self) -> Mapping[str, WebChannel]:
        rows = await self._pool.fetch(
            "select channel, title, deleted_at from web_channels order by made_at, channel"
        )
        return {
            row["channel"]: WebChannel(title=row["title"], is_deleted=row["deleted_at"] is not None)
            for row in rows
        }

    @guarded
    async def make(self, channel: str) -> None:
        await self._pool.execute(_MAKE, channel)

    @guarded
    async def rename(self, channel: str, title: str) -> None:
        await self._pool.execute(_RENAME, channel, title)

    @guarded
    async def delete(self, place: Place) -> None:
        now = self._clock.now()
        await self._pool.execute(_DELETE, place.channel, now)
        await self._empty(place, now)

    async def _empty(self, place: Place, now: datetime) -> None:
        """As at the end of a place's period; what still runs there ends unseen, and goes with a second delete."""
        period = PlacePeriod(kind="channel", key=place.channel_key, until=now + LATER)
        while not period.is_done:
            async with self._pool.acquire() as connection, connection.transaction():
                await period.look(connection, ROWS_AT_ONCE)
                await period.remove(connection)


_MAKE = """
insert into web_channels (channel) values ($1)
on conflict (channel) do update set title = '', made_at = now(), deleted_at = null where web_channels.deleted_at is not null
"""
_RENAME = """
insert into web_channels (channel, title) values ($1, $2) on conflict (channel) do update set title = excluded.title
"""
_DELETE = """
insert into web_channels (channel, deleted_at) values ($1, $2) on conflict (channel) do update set deleted_at = excluded.deleted_at
"""
