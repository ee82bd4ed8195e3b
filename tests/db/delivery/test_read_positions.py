"""ReadPositions, the fake and the real, by the same contract; and what only Postgres has."""

import asyncpg
import pytest

from agent.ports import ReadPosition
from db.delivery.read_positions import PgReadPositions
from tests.contracts.stores.read_positions_contract import ReadPositionsContract
from tests.fakes.stores.read_positions import FakeReadPositions


class TestFake(ReadPositionsContract):
    @pytest.fixture
    def read_positions(self) -> FakeReadPositions:
        return FakeReadPositions()


class TestPostgres(ReadPositionsContract):
    @pytest.fixture
    def read_positions(self, pool: asyncpg.Pool) -> PgReadPositions:
        return PgReadPositions(pool)


async def test_many_channels_are_saved_at_once(pool: asyncpg.Pool) -> None:
    read_positions = PgReadPositions(pool)
    marks = [ReadPosition(channel=str(number), message=number, community="1") for number in range(1_000)]

    await read_positions.save("discord", marks)

    assert len(await read_positions.load("discord")) == 1_000


async def test_a_quiet_server_stays_known_beside_a_loud_one(pool: asyncpg.Pool) -> None:
    """A server without any mark would be taken for a new one, and what was missed there would never be answered."""
    read_positions = PgReadPositions(pool, most=5)
    loud = [ReadPosition(channel=str(number), message=1_000 + number, community="1") for number in range(9)]
    quiet = ReadPosition(channel="99", message=3, community="2")
    await read_positions.save("discord", [*loud, quiet])

    found = await read_positions.load("discord")

    assert [mark.message for mark in found] == [1_008, 1_007, 1_006, 1_005, 3]
