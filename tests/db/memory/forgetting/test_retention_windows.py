"""What has no index of its time is looked at in windows, each once: what lies between is passed by, and nothing behind it stays."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Literal
from uuid import UUID

import pytest

from agent.domain.conversation import Place, Reply
from db.memory.forgetting.kept_tables import KEPT, OF_TURNS, TableEnd
from db.memory.forgetting.place_periods import EVERYWHERE, PlacePeriod
from db.memory.forgetting.retention import retain
from db.pool import Connection
from tests.contracts.memory.memory_house import ANA, ART, BOB, pixels
from tests.db.memory.pg_memory_house import PgMemoryHouse

ROWS = 2
NOW = datetime.now(UTC)
OTHER = Place(platform="discord", community="guild", channel="other")


async def ended(house: PgMemoryHouse, name: str) -> list[int]:
    """How many rows each batch removed."""
    table = next(table for table in (*OF_TURNS, *KEPT) if table.name == name)
    end, gone = TableEnd(table=table, until=NOW - table.kept), list[int]()
    while not end.is_done:
        async with house.pool.acquire() as connection, connection.transaction():
            gone.append(await end.batch(connection, ROWS))
    return gone


async def turns(house: PgMemoryHouse, *ages: int) -> None:
    """Over for so many days each, with two steps and two lines of their trace."""
    for age in ages:
        claim = await house.hear("draw a fox", by=BOB, place=ART)
        await house.answer(claim, Reply(kind="text", text="done"))
        await house.pool.execute("delete from traces where turn_id = $1::uuid", claim.turn.id)
        for statement in _TURN_OF_AGE:
            await house.pool.execute(statement, claim.turn.id, NOW - timedelta(days=age))


@pytest.mark.parametrize(("name", "table"), [("steps", "steps"), ("traces", "traces")])
async def test_what_hangs_on_turns_goes_with_the_oldest_first(
    house: PgMemoryHouse, name: str, table: str
) -> None:
    await turns(house, 120, 119, 118, 117, 116, 1)

    gone = await ended(house, name)

    assert sum(gone) == 10
    assert max(gone) <= 2 * ROWS  # of so many turns
    assert await house.pool.fetchval(f"select count(*) from {table}") == 2


async def test_one_statement_passes_by_no_more_than_a_day_of_turns(house: PgMemoryHouse) -> None:
    """What has just gone there lies in the way of a walk until a vacuum, though nothing is left of it."""
    await turns(house, 120, 119, 118, 1)
    days = 40
    began = UUID(int=int((NOW - timedelta(days=days)).timestamp() * 1_000) << 80)
    table = next(table for table in OF_TURNS if table.name == "traces")
    end, gone, ends = TableEnd(table=table, until=NOW - table.kept, after=began), 0, [began]

    while not end.is_done:
        async with house.pool.acquire() as connection, connection.transaction():
            gone += await end.batch(connection, ROWS)
        ends.append(end.after)

    assert gone == 6
    assert max(later.int - earlier.int for earlier, later in pairwise(ends)) >> 80 <= 86_400_000
    assert len(ends) > days


async def test_what_hangs_on_turns_is_walked_from_the_oldest_turn_on(
    house: PgMemoryHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk from the beginning would first pass by what has just gone with its turns."""
    await turns(house, 120, 119, 20, 1)
    began, batch = dict[str, UUID](), TableEnd.batch

    async def looked(self: TableEnd, connection: Connection, rows: int) -> int:
        began.setdefault(self.table.name, self.after)
        return await batch(self, connection, rows)

    monkeypatch.setattr(TableEnd, "batch", looked)
    await retain(house.pool, NOW, keep_days=30)

    oldest = await house.pool.fetchval("select id from turns order by id limit 1")
    assert await house.pool.fetchval("select count(*) from turns") == 2
    assert began["steps"].int == began["traces"].int == oldest.int - 1
    assert await house.pool.fetchval("select count(*) from steps") == 2  # of the turn of yesterday


async def test_a_turn_that_does_not_end_keeps_its_steps_and_nobody_elses(house: PgMemoryHouse) -> None:
    await turns(house, 120, 120, 120, 120)
    await house.pool.execute(
        "update turns set finished_at = null, state = 'running' where id = (select min(id::text)::uuid from turns)"
    )

    await ended(house, "steps")

    assert await house.pool.fetchval("select count(*) from steps") == 2


async def test_pictures_that_are_held_stand_in_nobodys_way(house: PgMemoryHouse) -> None:
    for n in range(2 * ROWS):
        await house.post(f"fox {n}", pixels(f"fox {n}"), by=ANA, place=ART)
    alone = await house.save_image(pixels("alone"), owner=ANA)
    young = await house.save_image(pixels("young"), owner=ANA)
    await house.pool.execute(
        "update images set created_at = $1 where id <> $2::uuid", NOW - timedelta(days=40), young
    )

    assert sum(await ended(house, "pictures that nothing holds")) == 1

    assert [await house.has_image(image) for image in (alone, young)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "key", "left"),
    [("channel", ART.channel_key, 6), ("community", ART.community_key, 1), (EVERYWHERE, "", 1)],
)
async def test_what_was_said_to_others_goes_by_its_place(
    house: PgMemoryHouse, kind: Literal["channel", "community", "everywhere"], key: str, left: int
) -> None:
    """In the channel beside it something is young, which stays."""
    for place, ages in ((ART, (40, 40, 40, 40, 40)), (OTHER, (40, 40, 40, 40, 40, 1))):
        for age in ages:
            await house.pool.execute(
                _ASIDE,
                place.platform,
                place.channel_key,
                {"community": place.community},
                NOW - timedelta(days=age),
            )
    period, looks = PlacePeriod(kind=kind, key=key or "", until=NOW - timedelta(days=30)), 0

    while not period.is_done:
        looks += 1
        async with house.pool.acquire() as connection, connection.transaction():
            await period.look(connection, ROWS)
            await period.remove(connection)

    assert await house.pool.fetchval("select count(*) from messages") == left
    assert looks >= 3


async def test_what_turns_left_behind_is_looked_at_a_batch_at_a_time(house: PgMemoryHouse) -> None:
    """Drafts of one person who has many, some of them held, and of one who has a single one."""
    many = [await house.save_image(pixels(f"draft {n}"), owner=BOB) for n in range(3 * ROWS)]
    single = await house.save_image(pixels("single"), owner=ANA)
    held = [await house.post(f"fox {n}", pixels(f"fox {n}"), by=BOB, place=OTHER) for n in range(ROWS)]
    young = await house.save_image(pixels("young"), owner=BOB)
    await house.pool.execute(
        "update images set created_at = $1 where id <> $2::uuid", NOW - timedelta(days=40), young
    )
    for author in (ANA, BOB):
        await house.answer(await house.hear("hello", by=author, place=ART), Reply(kind="text", text="hello"))
    await house.pool.execute(
        "update turns set finished_at = $1 where channel = $2", NOW - timedelta(days=40), ART.channel_key
    )
    period = PlacePeriod(kind="channel", key=ART.channel_key, until=NOW - timedelta(days=30))
    statements = list[int]()

    while not period.is_done:
        before = await house.pool.fetchval("select count(*) from images")
        async with house.pool.acquire() as connection, connection.transaction():
            await period.look(connection, ROWS)
            await period.remove(connection)
        statements.append(before - await house.pool.fetchval("select count(*) from images"))

    assert max(statements) <= ROWS
    assert sum(statements) == len(many) + 1
    assert not any([await house.has_image(image) for image in (*many, single)])
    assert all([await house.has_image(image) for image in (*held, young)])


async def test_what_a_channel_of_its_own_period_keeps_does_not_end_its_communitys(
    house: PgMemoryHouse,
) -> None:
    for place in (ART, ART, ART, ART, OTHER, OTHER):
        await house.pool.execute(
            _ASIDE,
            place.platform,
            place.channel_key,
            {"community": place.community},
            NOW - timedelta(days=40),
        )
    for scope, days in ((f"community:{ART.community_key}", 30), (f"channel:{ART.channel_key}", 60)):
        await house.pool.execute(
            "insert into channel_settings (scope, settings) values ($1, $2)", scope, {"retention_days": days}
        )

    assert await retain(house.pool, NOW, rows=ROWS) == 2

    assert await house.pool.fetchval("select count(*) from messages where channel = $1", ART.channel_key) == 4


_TURN_OF_AGE = (
    "update turns set created_at = $2, finished_at = $2 where id = $1::uuid",
    "delete from steps where turn_id = $1::uuid and $2::timestamptz is not null",
    "insert into steps (turn_id, name, n, result, created_at) select $1::uuid, name, 1, '{}', $2 from unnest(array['a', 'b']) name",
    "insert into traces (turn_id, step, facts, created_at) select $1::uuid, name, '{}', $2 from unnest(array['a', 'b']) name",
)
_ASIDE = """
insert into messages (platform, channel, conversation, place, private, author, body, created_at)
values ($1, $2, $2, $3, false, 'discord:bob', 'nice weather', $4)
"""
