"""Browsers that were let in to the web chat."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from agent.domain.conversation import Author, AuthorId
from agent.ports import Entry, WebSession
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool

UNUSED_DAYS = 366
"""Sessions that nobody came back with go after this."""
NAMELESS_HOURS = 24
"""As long as a browser may be let in without saying who it is."""
NAMELESS_MAX = 500
"""Such browsers that are kept; the oldest go."""


class PgSessionStore:
    """The `SessionStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def open(self, digest: bytes, *, entry: Entry, at: datetime, was: bytes = b"") -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            author = await connection.fetchval(_TAKE, was) if was else None
            await connection.execute(
                _OPEN, digest, author, entry.door, at, entry.browser, entry.way, entry.identity or None
            )
            unused, nameless = at - timedelta(days=UNUSED_DAYS), at - timedelta(hours=NAMELESS_HOURS)
            await connection.execute(_PRUNE, unused, nameless, NAMELESS_MAX)

    @guarded
    async def find(self, digest: bytes) -> WebSession | None:
        row = await self._pool.fetchrow(_FIND, digest)
        return None if row is None else _session(row)

    @guarded
    async def seen(self, digest: bytes, *, at: datetime) -> None:
        await self._pool.execute("update web_sessions set seen_at = $2 where digest = $1", digest, at)

    @guarded
    async def close(self, digest: bytes) -> None:
        await self._pool.execute("delete from web_sessions where digest = $1", digest)

    @guarded
    async def close_others(self, digest: bytes) -> int:
        return len(await self._pool.fetch(_CLOSE_OTHERS, digest))

    @guarded
    async def of_person(self, digest: bytes) -> Sequence[WebSession]:
        return [_session(row) for row in await self._pool.fetch(_OF_PERSON, digest)]

    @guarded
    async def close_one(self, digest: bytes, session: str) -> bool:
        return is_uuid(session) and await self._pool.fetchval(_CLOSE_ONE, digest, session) is not None


def _session(row: Any) -> WebSession:
    author = Author(id=AuthorId(row["author"]), name=row["name"]) if row["author"] else None
    entry = Entry(door=row["door"], way=row["way"], browser=row["browser"], identity=row["identity"] or b"")
    return WebSession(
        author=author, entry=entry, seen_at=row["seen_at"], id=str(row["id"]), opened_at=row["opened_at"]
    )


_TAKE = "delete from web_sessions where digest = $1 returning author"
_OPEN = """
insert into web_sessions (digest, author, door, seen_at, opened_at, browser, way, identity) values ($1, $2, $3, $4, $4, $5, $6, $7)
"""
_PRUNE = """
delete from web_sessions where seen_at < $1
   or (author is null and (seen_at < $2 or digest in (
        select digest from web_sessions where author is null order by seen_at desc offset $3)))
"""
_FIND = """
select s.*, n.name from web_sessions s left join web_names n on n.author = s.author where s.digest = $1
"""
# Links that the page's name made go along: whoever is logged out may have made one to come back by.
_CLOSE_OTHERS = """
with links as (delete from web_links where author = (select author from web_sessions where digest = $1))
delete from web_sessions o using web_sessions s
where s.digest = $1 and o.author = s.author and o.digest <> s.digest returning 1
"""
_OF_PERSON = """
select o.*, n.name from web_sessions s join web_sessions o on o.author = s.author join web_names n on n.author = o.author
where s.digest = $1 order by o.seen_at desc, o.id
"""
_CLOSE_ONE = """
with ended as (
  delete from web_sessions o using web_sessions s
  where s.digest = $1 and o.author = s.author and o.id = $2::uuid returning o.author, o.digest
), links as (delete from web_links using ended where web_links.author = ended.author and ended.digest <> $1)
select 1 from ended
"""
