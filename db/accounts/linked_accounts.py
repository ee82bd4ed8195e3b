"""Accounts that are one person: joined, parted, and told of it, each within the caller's transaction."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from agent.domain.accounts import ACCOUNTS_MAX, JoinRefusal, LinkedAccount
from agent.domain.conversation import AuthorId, Place
from db.audit_log import note_accounts
from db.codec import dump
from db.pool import Connection

NoticeKind = Literal["joined", "parted", "opened"]

ACCOUNTS_OF = """(select o.author from linked_accounts l join linked_accounts o on o.person = l.person where l.author = $1)"""
"""Of the account $1, all accounts of its person, itself among them; empty where it stands alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account that is to be joined. `place`: its private chat, where one is known by now."""

    id: AuthorId
    name: str
    place: Place | None = None


async def join(connection: Connection, new: Account, known: Account) -> JoinRefusal | None:
    """Makes them one person and tells every account of it. Why not, where it cannot be; nothing is changed then."""
    await connection.execute(_LOCK)
    rows = await connection.fetch(_PERSONS, [new.id, known.id])
    person_of: dict[str, uuid.UUID] = {row["author"]: row["person"] for row in rows}
    if new.id == known.id or len(person_of) == 2:
        is_same = new.id == known.id or len(set(person_of.values())) == 1
        return "same" if is_same else "taken"
    person = next(iter(person_of.values()), None) or uuid.uuid4()
    if person_of and await connection.fetchval(_COUNT, person) >= ACCOUNTS_MAX:
        return "many"
    for account in (known, new):
        if account.id not in person_of:
            place = dump(account.place) if account.place else await connection.fetchval(_PLACE, account.id)
            await connection.execute(_ADD, account.id, person, account.name, place)
            await connection.execute(_KNOWN_BY_KEY, account.id)
    came = known if new.id in person_of else new
    await connection.execute(_TELL_ALL, person, "joined", came.id, came.name)
    await note_accounts(connection, "linked", (new.id, new.name), (known.id, known.name))
    return None


async def part(connection: Connection, author: str, other: str) -> bool:
    """Takes `other` out of the person of `author`, and tells all of them; False where it is no account of theirs."""
    await connection.execute(_LOCK)
    row = await connection.fetchrow(_SAME_PERSON, author, other)
    if row is None:
        return False
    await connection.execute(_TELL_ALL, row["person"], "parted", other, row["name"])
    await note_accounts(connection, "unlinked", (author, row["own_name"]), (other, row["name"]))
    await leave(connection, other)
    return True


async def leave(connection: Connection, author: str) -> None:
    """The account stands alone from now on; so does another that is left alone by it."""
    await connection.execute(_LOCK)
    person = await connection.fetchval(
        "delete from linked_accounts where author = $1 returning person", author
    )
    if person is not None and await connection.fetchval(_COUNT, person) < 2:
        await connection.execute("delete from linked_accounts where person = $1", person)


async def tell(connection: Connection, author: str, kind: NoticeKind, about: str, name: str) -> None:
    """Tells one linked account something."""
    await connection.execute(_TELL_ONE, author, kind, about, name)


async def accounts_of(connection: Connection, author: str) -> Sequence[LinkedAccount]:
    """All accounts of the person, the first joined first; empty where it stands alone."""
    return [linked(row) for row in await connection.fetch(_ACCOUNTS, author)]


def linked(row: Any) -> LinkedAccount:
    return LinkedAccount(id=AuthorId(row["author"]), name=row["name"], linked_at=row["linked_at"])


# Joining is rare: one at a time keeps two who join the same account from each other's way.
_LOCK = "select pg_advisory_xact_lock(hashtext('linked accounts'))"
_PERSONS = "select author, person from linked_accounts where author = any($1::text[])"
_COUNT = "select count(*) from linked_accounts where person = $1"
_PLACE = """
select place from turns where author = $1 and (place->>'private')::boolean order by created_at desc limit 1
"""
_ADD = "insert into linked_accounts (author, person, name, place) values ($1, $2, $3, $4)"
# Whoever is meant by this account may be drawn as another account of theirs allows: found by the key that plans hold.
_KNOWN_BY_KEY = """
insert into likeness_owners (owner, person) select $1::text, key from atelier_person_key($1::text) key where key is not null
on conflict do nothing
"""
_TELL_ALL = """
insert into account_notices (author, place, kind, about, about_name)
select author, place, $2, $3, $4 from linked_accounts where person = $1 and place is not null
"""
_TELL_ONE = """
insert into account_notices (author, place, kind, about, about_name)
select author, place, $2, $3, $4 from linked_accounts where author = $1 and place is not null
"""
_SAME_PERSON = """
select o.person, o.name, l.name as own_name from linked_accounts l join linked_accounts o on o.person = l.person
where l.author = $1 and o.author = $2
"""
_ACCOUNTS = """
select o.author, o.name, o.linked_at from linked_accounts l join linked_accounts o on o.person = l.person
where l.author = $1 order by o.linked_at, o.author
"""
