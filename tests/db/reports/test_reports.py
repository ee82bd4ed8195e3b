"""What an operator is told of turns, spending and room."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from agent.domain.conversation import Reply
from agent.errors import NotFound
from db.pool import close_pool, open_pool
from db.reports.spending_by_day import spending_by_day
from db.reports.table_sizes import table_sizes
from db.reports.turn_story import story_lines, turn_story
from tests.contracts.memory.memory_house import ANA, ART
from tests.db.memory.pg_memory_house import PgMemoryHouse


@pytest.fixture
async def house(dsn: str) -> AsyncIterator[PgMemoryHouse]:
    pool: asyncpg.Pool = await open_pool(dsn, min_size=1, max_size=4)
    yield PgMemoryHouse(pool)
    await close_pool(pool)


async def test_the_story_of_a_turn_has_its_steps_and_no_words(house: PgMemoryHouse) -> None:
    claim = await house.hear("draw a secret harbour", by=ANA, place=ART)
    await house.pool.execute(
        "insert into traces (turn_id, step, facts) values ($1::uuid, 'plan', $2)", claim.turn.id, {"calls": 1}
    )
    await house.pool.execute(
        "insert into spending (turn_id, step, day, channel, pictures, usd) values ($1::uuid, 'draw', now()::date, 'c', 1, 0.04)",
        claim.turn.id,
    )
    await house.answer(claim, Reply(kind="text", text="here you are"))

    told = "\n".join(story_lines(await turn_story(house.pool, claim.turn.id)))

    assert "taken in" in told
    assert "plan  calls=1" in told
    assert "0.0400 US dollars, 1 pictures" in told
    assert "reply ready" in told
    assert "harbour" not in told
    assert "here you are" not in told


async def test_it_is_found_by_how_its_id_begins(house: PgMemoryHouse) -> None:
    claim = await house.hear("draw a boat", by=ANA, place=ART)

    story = await turn_story(house.pool, claim.turn.id.replace("-", "")[:31].upper())

    assert story.id == claim.turn.id


@pytest.mark.parametrize("start", ["", "12345", "zzzzzzzz", "0123456789", "%%%%%%%", "0" * 33])
async def test_what_begins_no_turn_is_told(house: PgMemoryHouse, start: str) -> None:
    with pytest.raises(NotFound):
        await turn_story(house.pool, start)


async def test_where_several_begin_so_they_are_named(house: PgMemoryHouse) -> None:
    first = await house.hear("draw a boat", by=ANA, place=ART)
    second = await house.hear("draw a kite", by=ANA, place=ART)

    with pytest.raises(NotFound, match=second.turn.id):
        await turn_story(house.pool, first.turn.id[:6])


async def test_spending_is_told_by_day_and_community(house: PgMemoryHouse) -> None:
    for community, usd, ago in (
        ("discord:1", 0.5, 0),
        ("discord:1", 0.25, 0),
        (None, 0.1, 1),
        ("discord:1", 9, 30),
    ):
        await house.pool.execute(
            "insert into spending (turn_id, step, day, channel, community, pictures, usd) "
            "values (uuidv7(), 'draw', (now() at time zone 'utc')::date - $3::int, 'c', $1, 1, $2)",
            community, usd, ago,
        )  # fmt: skip

    told = [(row.community, row.pictures, row.usd) for row in await spending_by_day(house.pool, 30)]

    assert told == [("discord:1", 2, 0.75), ("", 1, 0.1)]


async def test_sizes_are_of_every_table_the_largest_first(house: PgMemoryHouse) -> None:
    sizes = await table_sizes(house.pool)

    assert {"turns", "memories", "images"} <= sizes.keys()
    assert [*sizes.values()] == sorted(sizes.values(), reverse=True)
