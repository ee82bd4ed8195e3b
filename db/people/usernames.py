"""People by what they call themselves on a platform."""

from collections.abc import Collection, Mapping

from db.errors import guarded
from db.pool import Pool


class PgUsernames:
    """The `Usernames` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def known(self, platform: str, usernames: Collection[str]) -> Mapping[str, str]:
        wanted = sorted({name.casefold() for name in usernames if name})
        return {row["username"]: row["id"] for row in await self._pool.fetch(_KNOWN, platform, wanted)}


# Who gave a name up, and who has it now: the one who spoke last.
_KNOWN = """
select distinct on (lower(username)) lower(username) as username, id from people
where platform = $1 and lower(username) = any($2::text[]) and username <> ''
order by lower(username), seen_at desc
"""
