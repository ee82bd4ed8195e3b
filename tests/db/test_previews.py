"""Previews, the fake and the real, by the same contract; and that they reach other processes and go with their person."""

from datetime import UTC, datetime

import pytest

from db.memory.forgetting.erase_turns import erase_turns
from db.pool import Pool
from db.web.previews import PgPreviews
from tests.contracts.previews_contract import PreviewsContract
from tests.fakes.stores.previews import FakePreviews
from tests.worlds.stored_turns import StoredTurns


class TestFake(PreviewsContract):
    @pytest.fixture
    def previews(self) -> FakePreviews:
        return FakePreviews()

    @pytest.fixture
    def message(self) -> str:
        return "b1"


class TestPostgres(PreviewsContract):
    @pytest.fixture
    def previews(self, pool: Pool) -> PgPreviews:
        return PgPreviews(pool)

    @pytest.fixture
    async def message(self, pool: Pool) -> str:
        return await working(StoredTurns(pool))


async def working(house: StoredTurns) -> str:
    taken = await house.say("draw a fox")
    return (await house.claim(taken.turn)).reply


async def test_what_a_worker_draws_is_seen_by_the_process_that_shows_the_page(pool: Pool) -> None:
    message = await working(StoredTurns(pool))

    await PgPreviews(pool).put(message, b"half")

    assert await PgPreviews(pool).data(message) == b"half"


async def test_of_no_message_of_ours_there_is_none(pool: Pool) -> None:
    for message in ("b999999999", "u1", "b", "b1; drop", "b" + "9" * 40):
        await PgPreviews(pool).put(message, b"half")
        assert await PgPreviews(pool).data(message) is None


async def test_it_is_forgotten_with_its_person(pool: Pool) -> None:
    house = StoredTurns(pool)
    message = await working(house)
    await PgPreviews(pool).put(message, b"half")
    await pool.execute("update turns set state = 'failed'")

    author = await pool.fetchval("select author from turns")
    await erase_turns(pool, author, until=datetime.now(UTC))

    assert await pool.fetchval("select count(*) from previews") == 0
