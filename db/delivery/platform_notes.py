"""Small facts that a platform adapter must not forget."""

from agent.domain.conversation import PlatformName
from db.errors import guarded
from db.pool import Pool

KEPT_DAYS = 90
"""A note that is neither renewed nor lasting goes after so long; nobody delivers so old a reply again."""
PURGE_EVERY = 500
"""Notes between two purges by one process."""


class PgPlatformNotes:
    """The `PlatformNotes` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._until_purge = PURGE_EVERY

    @guarded
    async def note(self, platform: PlatformName, key: str, value: str) -> None:
        await self._pool.execute(_NOTE, platform, key, value)
        self._until_purge -= 1
        if self._until_purge <= 0:
            self._until_purge = PURGE_EVERY
            await self._pool.execute(_PURGE, KEPT_DAYS)

    @guarded
    async def noted(self, platform: PlatformName, key: str) -> str | None:
        return await self._pool.fetchval(_NOTED, platform, key)


_NOTE = """
insert into platform_notes (platform, key, value) values ($1, $2, $3)
on conflict (platform, key) do update set value = excluded.value, noted_at = now()
"""
_NOTED = "select value from platform_notes where platform = $1 and key = $2"
# Where a group moved to lasts: there is no other record of it.
_PURGE = """
delete from platform_notes where noted_at < now() - make_interval(days => $1) and key not like 'moved-%'
"""
