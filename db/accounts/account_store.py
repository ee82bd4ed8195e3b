"""Joining and parting accounts, and the link to the page, in Postgres."""

from collections.abc import Sequence
from datetime import timedelta

from agent.domain.accounts import (
    CODE_MINUTES,
    OPENING,
    AccountNotice,
    JoinRefusal,
    LinkedAccount,
    new_code,
    new_link,
    plain_code,
    platform_of,
    secret_digest,
)
from agent.domain.conversation import Author, AuthorId
from agent.ports import Clock
from db.accounts.linked_accounts import ACCOUNTS_OF, Account, accounts_of, join, part
from db.accounts.page_links import add_link
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool


class PgAccounts:
    """The `Accounts` in Postgres."""

    def __init__(self, pool: Pool, clock: Clock, *, page: str) -> None:
        """`page`: where the page is reached; "" where it knows no accounts."""
        self._pool = pool
        self._clock = clock
        self._page = page

    @guarded
    async def of(self, author: AuthorId) -> Sequence[LinkedAccount]:
        async with self._pool.acquire() as connection:
            return await accounts_of(connection, author)

    @guarded
    async def offer(self, author: Author) -> str:
        if self._is_nobody_s(author):
            return ""
        code, until = new_code(), self._clock.now() + timedelta(minutes=CODE_MINUTES)
        await self._pool.execute(_OFFER, author.id, secret_digest(plain_code(code)), author.name, until)
        return code

    @guarded
    async def offered(self, code: str) -> Author | None:
        row = await self._pool.fetchrow(_OFFERED, secret_digest(plain_code(code)), self._clock.now())
        return None if row is None else Author(id=AuthorId(row["author"]), name=row["name"])

    @guarded
    async def withdraw(self, code: str) -> None:
        await self._pool.execute(
            "delete from account_codes where digest = $1", secret_digest(plain_code(code))
        )

    @guarded
    async def join(self, author: Author, code: str) -> JoinRefusal | None:
        if self._is_nobody_s(author):
            return "demonstration"
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_USE, secret_digest(plain_code(code)), self._clock.now())
            if row is None:
                return "code"
            owner = Account(id=AuthorId(row["author"]), name=row["name"])
            return await join(connection, Account(id=author.id, name=author.name), owner)

    def _is_nobody_s(self, author: Author) -> bool:
        """A name of the page while it is a demonstration."""
        return not self._page and platform_of(author.id) == "web"

    @guarded
    async def part(self, author: AuthorId, other: AuthorId) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            return await part(connection, author, other)

    @guarded
    async def page_link(self, author: Author) -> str:
        if not self._page:
            return ""
        link, until = new_link(), self._clock.now() + timedelta(minutes=CODE_MINUTES)
        async with self._pool.acquire() as connection, connection.transaction():
            await add_link(connection, secret_digest(link), author=author, until=until, enters=True)
        return f"{self._page}{OPENING}{link}"

    @guarded
    async def end_session(self, author: AuthorId, session: str) -> bool:
        return is_uuid(session) and await self._pool.fetchval(_END_SESSION, author, session) is not None

    @guarded
    async def notice(self, author: AuthorId, notice: str) -> AccountNotice | None:
        row = await self._pool.fetchrow(_NOTICE, author, notice) if is_uuid(notice) else None
        return (
            None
            if row is None
            else AccountNotice(kind=row["kind"], about=row["about"], name=row["about_name"])
        )


_OFFER = """
insert into account_codes (author, digest, name, until) values ($1, $2, $3, $4)
on conflict (author) do update set digest = excluded.digest, name = excluded.name, until = excluded.until
"""
_OFFERED = "select author, name from account_codes where digest = $1 and until > $2"
_USE = "delete from account_codes where digest = $1 and until > $2 returning author, name"
_END_SESSION = f"""
delete from web_sessions where id = $2::uuid and (author = $1 or author in {ACCOUNTS_OF}) returning 1
"""
_NOTICE = "select kind, about, about_name from account_notices where author = $1 and id = $2::uuid"
