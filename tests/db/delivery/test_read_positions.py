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
