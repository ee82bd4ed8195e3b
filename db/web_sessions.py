"""Browsers that were let in to the web chat."""

from datetime import datetime, timedelta

from agent.domain.conversation import Author, AuthorId
from agent.ports import WebSession
from db.errors import guarded
from db.pool import Pool

UNUSED_DAYS = 366
"""Sessions that nobody came back with go after this."""
NAMELESS_HOURS = 24
"""As long as a browser may be past the password without saying who it is."""
NAMELESS_MAX = 500
"""Such browsers that are kept; the oldest go."""


class PgSessionStore:
    """The `SessionStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def open(self, digest: bytes, *, door: bytes, at: datetime, was: bytes = b"") -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            author = await connection.fetchval(_TAKE, was) if was else None
            await connection.execute(_OPEN, digest, author, door, at)
            unused, nameless = at - timedelta(days=UNUSED_DAYS), at - timedelta(hours=NAMELESS_HOURS)
            await connection.execute(_PRUNE, unused, nameless, NAMELESS_MAX)

    @guarded
    async def find(self, digest: bytes) -> WebSession | None:
        row = await self._pool.fetchrow(_FIND, digest)
        if row is None:
            return None
        author = Author(id=AuthorId(row["author"]), name=row["name"]) if row["author"] else None
        return WebSession(author=author, door=row["door"], seen_at=row["seen_at"])

    @guarded
    async def seen(self, digest: bytes, *, at: datetime) -> None:
        await self._pool.execute("update web_sessions set seen_at = $2 where digest = $1", digest, at)

    @guarded
    async def close(self, digest: bytes) -> None:
        await self._pool.execute("delete from web_sessions where digest = $1", digest)

    @guarded
    async def close_others(self, digest: bytes) -> int:
        return len(await self._pool.fetch(_CLOSE_OTHERS, digest))


_TAKE = "delete from web_sessions where digest = $1 returning author"
_OPEN = "insert into web_sessions (digest, author, door, seen_at) values ($1, $2, $3, $4)"
_PRUNE = """
delete from web_sessions where seen_at < $1
   or (author is null and (seen_at < $2 or digest in (
        select digest from web_sessions where author is null order by seen_at desc offset $3)))
"""
_FIND = """
select s.author, n.name, s.door, s.seen_at from web_sessions s left join web_names n on n.author = s.author where s.digest = $1
"""
_CLOSE_OTHERS = """
delete from web_sessions o using web_sessions s
where s.digest = $1 and o.author = s.author and o.digest <> s.digest returning 1
"""
