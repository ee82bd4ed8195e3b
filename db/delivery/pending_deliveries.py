"""Deliveries that were acknowledged and are not taken in yet."""

from agent.domain.conversation import PlatformName
from db.errors import guarded
from db.pool import Pool

KEPT_HOURS = 24
"""As long as Telegram itself keeps what it could not deliver."""
LEFT_MAX = 200
"""Deliveries handed out by one look."""


class PgPendingDeliveries:
    """The `PendingDeliveries` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def put(self, platform: PlatformName, key: str, payload: str) -> None:
        await self._pool.execute(_PUT, platform, key, payload)

    @guarded
    async def drop(self, platform: PlatformName, key: str) -> None:
        await self._pool.execute(_DROP, platform, key)

    @guarded
    async def left(self, platform: PlatformName, *, older_than_seconds: float) -> list[tuple[str, str]]:
        await self._pool.execute(_PURGE, KEPT_HOURS)
        rows = await self._pool.fetch(_LEFT, platform, older_than_seconds, LEFT_MAX)
        return [(row["key"], row["payload"]) for row in rows]


_PUT = "insert into put_by (platform, key, payload) values ($1, $2, $3) on conflict do nothing"
_DROP = "delete from put_by where platform = $1 and key = $2"
_LEFT = """
select key, payload from put_by where platform = $1 and put_at < now() - make_interval(secs => $2) order by put_at limit $3
"""
_PURGE = "delete from put_by where put_at < now() - make_interval(hours => $1)"
