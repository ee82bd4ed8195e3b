"""Names of the web chat that browsers hold, and the links that carry them from one to another."""

from collections.abc import Sequence
from datetime import datetime

from agent.domain.conversation import Author, AuthorId
from agent.errors import NotAllowed
from agent.translation.catalogue import _
from db.errors import guarded
from db.pool import Connection, Pool

LINKS_PER_PERSON_MAX = 3
"""Links that hold at once; the oldest go."""
BROWSERS_PER_PERSON_MAX = 20
"""Browsers that hold one name; the one that was away longest goes."""
UNCLAIMED_MAX = 5_000


class PgNameStore:
    """The `NameStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def claim(self, digest: bytes, *, author: Author, look: str) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            if await connection.fetchval(_IS_KEPT, author.id):
                return False
            # Before the name: whoever forgets this session at the same moment waits, or is waited for.
            if await connection.fetchval(_LOCK, digest) is None:
                return False
            if await connection.fetchval(_NAME, author.id, author.name, look) is None:
                return False
            await connection.execute(_HOLD, digest, author.id)
        return True

    @guarded
    async def browsers(self, author: AuthorId) -> int:
        return await self._pool.fetchval("select count(*) from web_sessions where author = $1", author)

    @guarded
    async def unclaimed(self) -> Sequence[Author]:
        rows = await self._pool.fetch(_UNCLAIMED, UNCLAIMED_MAX)
        return [Author(id=AuthorId(row["id"]), name=row["name"]) for row in rows]

    @guarded
    async def add_link(self, link: bytes, *, author: Author, until: datetime) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(_ADD_LINK, link, author.id, author.name, until)
            await connection.execute(_PRUNE_LINKS, author.id, LINKS_PER_PERSON_MAX)

    @guarded
    async def linked(self, link: bytes, *, now: datetime) -> Author | None:
        row = await self._pool.fetchrow(_LINKED, link, now)
        return None if row is None else Author(id=AuthorId(row["author"]), name=row["name"])

    @guarded
    async def use_link(self, link: bytes, *, digest: bytes, look: str, now: datetime) -> Author | None:
        async with self._pool.acquire() as connection, connection.transaction():
            if (
                await connection.fetchval("select 1 from web_sessions where digest = $1 for update", digest)
                is None
            ):
                return None
            row = await connection.fetchrow(_USE_LINK, link, now)
            if row is None:
                return None
            author = Author(id=AuthorId(row["author"]), name=row["name"])
            await _name(connection, author, look)
            await connection.execute(_HOLD, digest, author.id)
            await connection.execute(_PRUNE_BROWSERS, author.id, BROWSERS_PER_PERSON_MAX)
        return author


async def _name(connection: Connection, author: Author, look: str) -> None:
    """Raises NotAllowed."""
    if await connection.fetchval(_NAME, author.id, author.name, look) is not None:
        return
    if await connection.fetchval("select 1 from web_names where author = $1", author.id) is None:
        raise NotAllowed(
            _(
                "Somebody holds a name that looks like “{name}”, so this link cannot be used.",
                name=author.name,
            )
        )


# A name is free while nothing at all is kept under it: what somebody said before there were passwords, or what a turn under way leaves
# behind when everything was forgotten, is for nobody who merely types the name.
_IS_KEPT = """
select exists (select from people where id = $1) or exists (select from turns where author = $1)
    or exists (select from messages where author = $1) or exists (select from memories where author = $1)
    or exists (select from memories where scope_kind = 'user' and scope_key = $1)
    or exists (select from images where owner = $1) or exists (select from author_settings where author = $1)
    or exists (select from schedules where author = $1) or exists (select from noticed_turns where author = $1)
    or exists (select from erasures where author = $1)
"""
_LOCK = "select 1 from web_sessions where digest = $1 and author is null for update"
_NAME = "insert into web_names (author, name, look) values ($1, $2, $3) on conflict do nothing returning 1"
_HOLD = "update web_sessions set author = $2 where digest = $1"
_UNCLAIMED = """
select p.id, p.name from people p
where p.platform = 'web' and not exists (select from web_names n where n.author = p.id) order by p.seen_at desc limit $1
"""
_ADD_LINK = "insert into web_links (digest, author, name, until) values ($1, $2, $3, $4)"
_PRUNE_LINKS = """
delete from web_links where author = $1 and digest in (select digest from web_links where author = $1 order by until desc offset $2)
"""
_LINKED = "select author, name from web_links where digest = $1 and until > $2"
_USE_LINK = "delete from web_links where digest = $1 and until > $2 returning author, name"
_PRUNE_BROWSERS = """
delete from web_sessions where author = $1
  and digest in (select digest from web_sessions where author = $1 order by seen_at desc offset $2)
"""
