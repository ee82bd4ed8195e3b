"""Accounts that are one person, in memory and in Postgres, by the same contract; and what only Postgres has."""

from collections.abc import Sequence

import asyncpg
import pytest

from agent.domain.accounts import AccountNotice, secret_digest
from agent.domain.conversation import Author, AuthorId, Place, Said
from agent.domain.generation import ImageData
from agent.domain.memory import Reader
from agent.errors import NotFound
from agent.ports import Entry
from db.accounts.account_store import PgAccounts
from db.audit_log import PgAuditLog
from db.delivery.account_notices import DueNotices
from db.delivery.board import PgBoard
from db.memory.forgetting.erase_person import erase_person
from db.picture_store import PgImageStore
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore
from db.web.names import PgNameStore
from db.web.sessions import PgSessionStore
from tests.contracts.stores.accounts_contract import BEN, DISCORD, TELEGRAM, AccountsContract, AccountsHouse
from tests.contracts.web_access_contract import FREE
from tests.fakes.clock import FakeClock
from tests.fakes.stores.accounts import FakeAccounts


class TestMemory(AccountsContract):
    @pytest.fixture
    def house(self) -> AccountsHouse:
        clock = FakeClock()
        fake = FakeAccounts(clock)
        return AccountsHouse(fake, clock, fake.told)


def pg_house(pool: asyncpg.Pool, *, page: str = "https://atelier.example") -> AccountsHouse:
    clock = FakeClock()

    async def told() -> Sequence[tuple[AuthorId, str, AccountNotice]]:
        rows = await pool.fetch("select * from account_notices order by created_at")
        return [
            (
                AuthorId(row["author"]),
                str(row["id"]),
                AccountNotice(kind=row["kind"], about=row["about"], name=row["about_name"]),
            )
            for row in rows
        ]

    return AccountsHouse(PgAccounts(pool, clock, page=page), clock, told)


async def spoke_in_private(pool: asyncpg.Pool, *authors: str) -> None:
    """So that there is a private chat in which they can be told something."""
    for author in authors:
        platform, _, name = author.partition(":")
        place = Place(platform=platform, channel=f"dm{name}", private=True)  # pyright: ignore[reportArgumentType]
        who = Author(id=AuthorId(author), name=name)
        said = NewTurn(
            event_id=f"hello {author}", place=place, author=who, request=Said(text="hello"), text="hello"
        )
        await IntakeStore(pool).take_in(said)


class TestPostgres(AccountsContract):
    @pytest.fixture
    async def house(self, pool: asyncpg.Pool) -> AccountsHouse:
        await spoke_in_private(pool, "discord:1", "telegram:2", "web:ana", "discord:9")
        return pg_house(pool)


async def test_nothing_that_opens_anything_is_kept_in_clear(pool: asyncpg.Pool) -> None:
    house = pg_house(pool)

    code, link = await house.store.offer(DISCORD), await house.store.page_link(DISCORD)

    secret = link.partition("#open=")[2]
    assert len(secret) == 43
    kept = [
        dict(row)
        for table in ("account_codes", "web_links")
        for row in await pool.fetch(f"select * from {table}")
    ]
    assert code not in str(kept)
    assert secret not in str(kept)
    assert await pool.fetchval("select digest from web_links") == secret_digest(secret)


async def test_where_the_page_is_a_demonstration_there_is_no_link(pool: asyncpg.Pool) -> None:
    assert await pg_house(pool, page="").store.page_link(DISCORD) == ""
    assert await pool.fetchval("select count(*) from web_links") == 0


async def test_each_notice_becomes_one_turn_in_its_private_chat(pool: asyncpg.Pool) -> None:
    await spoke_in_private(pool, DISCORD.id, TELEGRAM.id)
    house = pg_house(pool)
    await house.joined(DISCORD, TELEGRAM)
    due = DueNotices(pool, IntakeStore(pool))

    turns = await due.take_in_due()
    again = await due.take_in_due()

    rows = await pool.fetch("select author, place, request from turns where id = any($1::uuid[])", turns)
    assert {row["author"] for row in rows} == {DISCORD.id, TELEGRAM.id}
    assert all(row["place"]["private"] for row in rows)
    assert {row["request"]["command"]["name"] for row in rows} == {"notice"}
    assert again == []


async def test_a_process_that_dies_in_between_tells_nothing_twice(pool: asyncpg.Pool) -> None:
    await spoke_in_private(pool, DISCORD.id, TELEGRAM.id)
    await pg_house(pool).joined(DISCORD, TELEGRAM)
    due = DueNotices(pool, IntakeStore(pool))

    first = await due.take_in_due()
    await pool.execute("update account_notices set taken_in = false")
    second = await due.take_in_due()

    assert sorted(first) == sorted(second)


async def test_opening_the_page_joins_it_once_and_tells_of_each_later_browser(pool: asyncpg.Pool) -> None:
    await spoke_in_private(pool, DISCORD.id)
    house, names, sessions = pg_house(pool), PgNameStore(pool), PgSessionStore(pool)
    for digest, browser in ((b"1" * 32, "Firefox on Linux"), (b"2" * 32, "Chrome on Android")):
        secret = (await house.store.page_link(DISCORD)).partition("#open=")[2]
        await sessions.open(digest, entry=Entry(door=b"", browser=browser), at=house.clock.now())
        await names.use_link(secret_digest(secret), digest=digest, names=FREE, now=house.clock.now())

    told = await house.told()
    opened = next(notice for _, _, notice in told if notice.kind == "opened")

    assert await house.of(DISCORD) == [DISCORD.id, "web:ana"]
    assert [(whom, notice.kind, notice.name) for whom, _, notice in told] == [
        (DISCORD.id, "joined", "Ana"), ("web:ana", "joined", "Ana"), (DISCORD.id, "opened", "Chrome on Android"),
    ]  # fmt: skip
    assert not await house.store.end_session(TELEGRAM.id, opened.about)
    assert await house.store.end_session(DISCORD.id, opened.about)
    assert await sessions.find(b"2" * 32) is None
    assert await sessions.find(b"1" * 32) is not None


async def test_who_is_forgotten_is_nobody_s_account_any_more(pool: asyncpg.Pool) -> None:
    await spoke_in_private(pool, DISCORD.id, TELEGRAM.id)
    house = pg_house(pool)
    await house.joined(DISCORD, TELEGRAM)
    await house.store.offer(TELEGRAM)

    await erase_person(pool, Reader(author=TELEGRAM.id, channel="", community=None, private=True))

    assert await house.of(DISCORD) == []
    for table in ("linked_accounts", "account_codes"):
        assert await pool.fetchval(f"select count(*) from {table}") == 0
    assert TELEGRAM.id not in str([dict(row) for row in await pool.fetch("select * from account_notices")])


async def test_old_links_and_codes_do_not_pile_up(pool: asyncpg.Pool) -> None:
    house = pg_house(pool)
    for _ in range(5):
        await house.store.offer(DISCORD)
        await house.store.page_link(DISCORD)
        house.clock.move(minutes=1)

    assert await pool.fetchval("select count(*) from account_codes") == 1
    assert await pool.fetchval("select count(*) from web_links") == 3


async def test_a_picture_of_one_account_is_seen_from_the_other_while_they_are_one_person(
    pool: asyncpg.Pool,
) -> None:
    image = await PgImageStore(pool).save(
        ImageData(data=b"\x89PNG otter", media_type="image/png", width=1, height=1), owner=DISCORD.id
    )
    house, board = pg_house(pool), PgBoard(pool)

    async def sees(viewer: Author) -> bool:
        try:
            return bool((await board.image(image, viewer=viewer.id)).data)
        except NotFound:
            return False

    before = await sees(TELEGRAM)
    await house.joined(DISCORD, TELEGRAM)
    joined = [await sees(each) for each in (DISCORD, TELEGRAM, BEN)]
    await house.store.part(TELEGRAM.id, DISCORD.id)

    assert (before, joined, await sees(TELEGRAM)) == (False, [True, True, False], False)


async def test_who_joined_and_parted_is_in_the_operators_record_and_nameless_once_forgotten(
    pool: asyncpg.Pool,
) -> None:
    house, record = pg_house(pool), PgAuditLog(pool)
    await house.joined(DISCORD, TELEGRAM)
    await house.joined(BEN, BEN)  # nothing is joined, and nothing recorded
    await house.store.part(DISCORD.id, TELEGRAM.id)

    of_telegram = await record.entries(["telegram:@"], limit=9)
    of_discord = await record.entries(["discord:@"], limit=9)
    assert [(one.act, one.actor, one.whom) for one in of_telegram] == [("linked", "Ana T", "Ana")]
    assert [(one.act, one.actor, one.whom) for one in of_discord] == [("unlinked", "Ana", "Ana T")]

    await erase_person(pool, Reader(author=DISCORD.id, channel="", community=None, private=True))
    entries = await record.entries(["telegram:@", "discord:@"], limit=9)
    assert {name for one in entries for name in (one.actor, one.whom)} == {"", "Ana T"}
