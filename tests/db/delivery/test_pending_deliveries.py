"""The pending deliveries, in memory and in Postgres, by the same contract; and what only Postgres has."""

import asyncpg
import pytest

from adapters.telegram.webhook_albums import MemoryPendingDeliveries
from agent.errors import StoreUnavailable
from db.delivery.pending_deliveries import KEPT_HOURS, PgPendingDeliveries
from tests.contracts.stores.pending_deliveries_contract import PendingDeliveriesContract


class TestMemory(PendingDeliveriesContract):
    @pytest.fixture
    def pending_deliveries(self) -> MemoryPendingDeliveries:
        return MemoryPendingDeliveries()


class TestPostgres(PendingDeliveriesContract):
    @pytest.fixture
    def pending_deliveries(self, pool: asyncpg.Pool) -> PgPendingDeliveries:
        return PgPendingDeliveries(pool)


async def test_what_is_in_somebodys_hands_is_not_left_and_what_is_a_day_old_goes(pool: asyncpg.Pool) -> None:
    pending_deliveries = PgPendingDeliveries(pool)
    await pending_deliveries.put("telegram", "new", "{}")
    await pending_deliveries.put("telegram", "old", "{}")
    await pending_deliveries.put("telegram", "stale", "{}")
    await pool.execute("update put_by set put_at = now() - interval '1 minute' where key = 'old'")
    await pool.execute(
        "update put_by set put_at = now() - make_interval(hours => $1) where key = 'stale'", KEPT_HOURS + 1
    )

    assert [key for key, _ in await pending_deliveries.left("telegram", older_than_seconds=10)] == ["old"]
    assert await pool.fetchval("select count(*) from put_by where key = 'stale'") == 0


async def test_a_stash_that_is_away_says_so(pool: asyncpg.Pool) -> None:
    await pool.close()

    with pytest.raises(StoreUnavailable):
        await PgPendingDeliveries(pool).put("telegram", "1", "{}")
