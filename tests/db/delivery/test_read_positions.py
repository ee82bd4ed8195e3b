"""ReadPositions, the fake and the real, by the same contract; and what only Postgres has."""

from datetime import timedelta

import asyncpg
import pytest

from agent.ports import ReadPosition
from db.delivery.read_positions import JOINED_DAYS, PgReadPositions
from tests.contracts.read_positions_contract import ReadPositionsContract
from tests.fakes.read_positions import FakeReadPositions


class TestFake(ReadPositionsContract):
    @pytest.fixture
    def read_positions(self) -> FakeReadPositions:
        return FakeReadPositions()


class TestPostgres(ReadPositionsContract):
    @pytest.fixture
    def read_positions(self, pool: asyncpg.Pool) -> PgReadPositions:
        return PgReadPositions(pool)


async def test_old_joins_are_purged(pool: asyncpg.Pool) -> None:
    read_positions = PgReadPositions(pool)
    await read_positions.join("discord", "1", ["2"])
    await pool.execute(
        "update joined_messages set joined_at = now() - $1::interval", timedelta(days=JOINED_DAYS + 1)
    )

    await read_positions.join("discord", "5", ["6"])

    assert await read_positions.joined("discord", ["2", "6"]) == {"6": "5"}


async def test_many_channels_are_saved_at_once(pool: asyncpg.Pool) -> None:
    read_positions = PgReadPositions(pool)
    marks = [ReadPosition(channel=str(number), message=number, community="1") for number in range(1_000)]

    await read_positions.save("discord", marks)

    assert len(await read_positions.load("discord")) == 1_000
