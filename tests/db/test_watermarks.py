"""Watermarks, the fake and the real, by the same contract; and what only Postgres has."""

from datetime import timedelta

import asyncpg
import pytest

from agent.ports import Watermark
from db.watermarks import JOINED_DAYS, PgWatermarks
from tests.contracts.watermarks_contract import WatermarksContract
from tests.fakes.watermarks import FakeWatermarks


class TestFake(WatermarksContract):
    @pytest.fixture
    def watermarks(self) -> FakeWatermarks:
        return FakeWatermarks()


class TestPostgres(WatermarksContract):
    @pytest.fixture
    def watermarks(self, pool: asyncpg.Pool) -> PgWatermarks:
        return PgWatermarks(pool)


async def test_old_joins_are_purged(pool: asyncpg.Pool) -> None:
    watermarks = PgWatermarks(pool)
    await watermarks.join("discord", "1", ["2"])
    await pool.execute(
        "update joined_messages set joined_at = now() - $1::interval", timedelta(days=JOINED_DAYS + 1)
    )

    await watermarks.join("discord", "5", ["6"])

    assert await watermarks.joined("discord", ["2", "6"]) == {"6": "5"}


async def test_many_channels_are_saved_at_once(pool: asyncpg.Pool) -> None:
    watermarks = PgWatermarks(pool)
    marks = [Watermark(channel=str(number), message=number, community="1") for number in range(1_000)]

    await watermarks.save("discord", marks)

    assert len(await watermarks.load("discord")) == 1_000
