"""Browsers and names behind the password, in memory and in Postgres, by the same contract; and what only Postgres has."""

from datetime import timedelta

import asyncpg
import pytest

from agent.domain.conversation import Author, AuthorId
from agent.domain.memory import Reader
from agent.ports import Entry
from db.memory.forgetting.erase_person import erase_person
from db.web.names import BROWSERS_PER_PERSON_MAX, PgNameStore
from db.web.sessions import NAMELESS_MAX, PgSessionStore
from tests.contracts.web_access_contract import (
    ANA,
    BEN,
    FIRST,
    LINK,
    NOW,
    OWN,
    SECOND,
    Access,
    WebAccessContract,
)
from tests.fakes.stores.web_access import FakeWebAccess
from tests.worlds.stored_turns import StoredTurns


class TestMemory(WebAccessContract):
    @pytest.fixture
    def access(self) -> Access:
        fake = FakeWebAccess()
        return Access(fake, fake)


class TestPostgres(WebAccessContract):
    @pytest.fixture
    def access(self, pool: asyncpg.Pool) -> Access:
        return Access(PgSessionStore(pool), PgNameStore(pool))


@pytest.fixture
def access(pool: asyncpg.Pool) -> Access:
    return Access(PgSessionStore(pool), PgNameStore(pool))


async def test_a_name_under_which_anything_is_kept_is_not_to_be_claimed(
    pool: asyncpg.Pool, access: Access
) -> None:
    turn = await StoredTurns(pool).say()
    assert turn is not None
    author: str = await pool.fetchval("select author from turns limit 1")
    await access.enter(FIRST)

    assert not await access.names.claim(FIRST, author=Author(id=AuthorId(author), name="x"), look="x")
    await pool.execute("delete from people")
    assert not await access.names.claim(FIRST, author=Author(id=AuthorId(author), name="x"), look="x")


async def test_people_from_before_the_password_are_listed_until_they_are_invited(
    pool: asyncpg.Pool, access: Access
) -> None:
    await pool.execute(
        "insert into people (id, platform, name) values ('web:ana', 'web', 'Ana'), ('d:1', 'discord', 'Di')"
    )

    before = await access.names.unclaimed()
    await access.enter(FIRST)
    await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))
    await access.names.use_link(LINK, digest=FIRST, names=OWN, now=NOW)

    assert [each.name for each in before] == ["Ana"]
    assert await access.names.unclaimed() == []


async def test_forgetting_a_person_ends_all_their_sessions_and_links_and_frees_the_name(
    pool: asyncpg.Pool, access: Access
) -> None:
    other = b"9" * 32
    for digest in (FIRST, SECOND, other):
        await access.enter(digest)
    await access.names.claim(FIRST, author=ANA, look="ana")
    await access.names.claim(other, author=BEN, look="ben")
    await access.names.add_link(LINK, author=ANA, until=NOW + timedelta(minutes=5))

    await erase_person(pool, Reader(author=ANA.id, channel="", community=None, private=True))

    assert await access.sessions.find(FIRST) is None
    assert await access.names.linked(LINK, now=NOW) is None
    assert await access.holder(other) == "Ben"
    assert await access.names.claim(SECOND, author=ANA, look="ana")


async def test_browsers_that_never_come_back_do_not_pile_up(pool: asyncpg.Pool, access: Access) -> None:
    for number in range(NAMELESS_MAX + 3):
        await access.sessions.open(
            number.to_bytes(32), entry=Entry(door=b""), at=NOW + timedelta(seconds=number)
        )

    assert await pool.fetchval("select count(*) from web_sessions") == NAMELESS_MAX
    assert await access.sessions.find((0).to_bytes(32)) is None
    await access.sessions.open(b"n" * 32, entry=Entry(door=b""), at=NOW + timedelta(days=2))
    assert await pool.fetchval("select count(*) from web_sessions") == 1


async def test_one_name_is_held_by_so_many_browsers_at_most(pool: asyncpg.Pool, access: Access) -> None:
    for number in range(BROWSERS_PER_PERSON_MAX + 2):
        digest, link = number.to_bytes(32), (1_000 + number).to_bytes(32)
        await access.sessions.open(digest, entry=Entry(door=b""), at=NOW + timedelta(seconds=number))
        await access.names.add_link(link, author=ANA, until=NOW + timedelta(minutes=5))
        await access.names.use_link(link, digest=digest, names=OWN, now=NOW)

    assert await access.names.browsers(ANA.id) == BROWSERS_PER_PERSON_MAX
    assert await access.sessions.find((0).to_bytes(32)) is None
