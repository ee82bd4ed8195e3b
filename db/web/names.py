"""Names of the web chat that browsers hold, the links that carry them from one to another, and whom other services vouch for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from agent.domain.accounts import platform_of
from agent.domain.conversation import Author, AuthorId
from agent.errors import NotAllowed
from agent.ports import Linked, PageName
from agent.translation.catalogue import _
from db.accounts.linked_accounts import Account, join, tell
from db.accounts.page_links import add_link
from db.errors import guarded
from db.pool import Connection, Pool

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
    async def add_link(self, link: bytes, *, author: Author, until: datetime, enters: bool = False) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            await add_link(connection, link, author=author, until=until, enters=enters)

    @guarded
    async def linked(self, link: bytes, *, now: datetime) -> Linked | None:
        row = await self._pool.fetchrow(_LINKED, link, now)
        return None if row is None else Linked(author=_author(row), enters=row["enters"])

    @guarded
    async def use_link(
        self, link: bytes, *, digest: bytes, names: Sequence[PageName], now: datetime
    ) -> Author | None:
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(_IS_LET_IN, digest):
                return None
            row = await connection.fetchrow(_USE_LINK, link, now)
            return None if row is None else await _opened(connection, _author(row), digest, names)

    @guarded
    async def arrive(self, account: Author, *, digest: bytes, names: Sequence[PageName]) -> Author | None:
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(_IS_LET_IN, digest):
                return None
            return await _opened(connection, account, digest, names)

    @guarded
    async def sign_in(
        self, identity: bytes, *, service: str, digest: bytes, names: Sequence[PageName]
    ) -> Author | None:
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(_IS_LET_IN, digest):
                return None
            await connection.execute(_LOCK_IDENTITY, identity)
            row = await connection.fetchrow(_KNOWN_IDENTITY, identity)
            author = _author(row) if row else (await _new_name(connection, names)).author
            if row is None:
                await connection.execute(_ADD_IDENTITY, identity, author.id, service)
            await _hold(connection, author, digest)
        return author


async def _opened(
    connection: Connection, account: Author, digest: bytes, names: Sequence[PageName]
) -> Author:
    """The page of an account, in the browser of this session. Raises NotAllowed."""
    if platform_of(account.id) == "web":
        await _name(connection, account, names)
        await _hold(connection, account, digest)
        return account
    known = await _page_of(connection, account)
    page = known or await _new_page(connection, account, names)
    session = await _hold(connection, page, digest)
    if known:  # of a new page every account is told that it is there
        await tell(connection, account.id, "opened", str(session["id"]), session["browser"])
    return page


async def _page_of(connection: Connection, account: Author) -> Author | None:
    """The page's account of the same person. Held until the transaction ends, so that two browsers do not make one each."""
    await connection.execute(_LOCK_IDENTITY, account.id.encode())
    row = await connection.fetchrow(_KNOWN_PAGE, account.id)
    return None if row is None else _author(row)


async def _new_page(connection: Connection, account: Author, names: Sequence[PageName]) -> Author:
    """A new account of the page that is one person with that one. Raises NotAllowed."""
    name = await _new_name(connection, names)
    refused = await join(
        connection,
        Account(id=name.author.id, name=name.author.name, place=name.place),
        Account(id=account.id, name=account.name),
    )
    if refused is not None:
        raise NotAllowed(
            _("You have as many accounts joined as one may have. Part with one first: `/link` shows how.")
        )
    return name.author


async def _new_name(connection: Connection, names: Sequence[PageName]) -> PageName:
    """The first that nobody has and under which nothing is kept. Raises NotAllowed."""
    for name in names:
        if await connection.fetchval(_IS_KEPT, name.author.id):
            continue
        if await connection.fetchval(_NAME, name.author.id, name.author.name, name.look) is not None:
            return name
    raise NotAllowed(
        _("I found no free name for you here. Ask the person who runs this page for an invitation.")
    )


async def _hold(connection: Connection, author: Author, digest: bytes) -> Any:
    """The session is this person's; of their browsers the one that was away longest may have to go."""
    held = await connection.fetchrow(_HOLD, digest, author.id)
    await connection.execute(_PRUNE_BROWSERS, author.id, BROWSERS_PER_PERSON_MAX)
    return held


async def _name(connection: Connection, author: Author, names: Sequence[PageName]) -> None:
    """Raises NotAllowed."""
    look = next((name.look for name in names if name.author.id == author.id), "")
    if await connection.fetchval(_NAME, author.id, author.name, look) is not None:
        return
    if await connection.fetchval("select 1 from web_names where author = $1", author.id) is None:
        raise NotAllowed(
            _(
                "Somebody holds a name that looks like “{name}”, so this link cannot be used.",
                name=author.name,
            )
        )


def _author(row: Any) -> Author:
    return Author(id=AuthorId(row["author"]), name=row["name"])


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
_HOLD = "update web_sessions set author = $2 where digest = $1 returning id, browser"
_IS_LET_IN = "select 1 from web_sessions where digest = $1 for update"
_UNCLAIMED = """
select p.id, p.name from people p
where p.platform = 'web' and not exists (select from web_names n where n.author = p.id) order by p.seen_at desc limit $1
"""
_LINKED = "select author, name, enters from web_links where digest = $1 and until > $2"
_USE_LINK = "delete from web_links where digest = $1 and until > $2 returning author, name"
_PRUNE_BROWSERS = """
delete from web_sessions where author = $1
  and digest in (select digest from web_sessions where author = $1 order by seen_at desc offset $2)
"""
# Two browsers that sign in as somebody new at once must not get two names.
_LOCK_IDENTITY = "select pg_advisory_xact_lock(hashtext('web identity'), hashtext(encode($1, 'hex')))"
_KNOWN_IDENTITY = """
select i.author, n.name from web_identities i join web_names n on n.author = i.author where i.digest = $1
"""
_ADD_IDENTITY = "insert into web_identities (digest, author, service) values ($1, $2, $3)"
_KNOWN_PAGE = """
select n.author, n.name from linked_accounts l join linked_accounts o on o.person = l.person join web_names n on n.author = o.author
where l.author = $1 order by o.linked_at, o.author limit 1
"""
