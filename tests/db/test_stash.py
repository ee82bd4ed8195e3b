"""The stash, in memory and in Postgres, by the same contract; and what only Postgres has."""

import asyncpg
import pytest

from adapters.telegram.keeping import MemoryStash
from agent.errors import StoreUnavailable
from db.stash import KEPT_HOURS, PgStash
from tests.contracts.stash_contract import StashContract


class TestMemory(StashContract):
    @pytest.fixture
    def stash(self) -> MemoryStash:
        return MemoryStash()


class TestPostgres(StashContract):
    @pytest.fixture
    def stash(self, pool: asyncpg.Pool) -> PgStash:
        return PgStash(pool)


async def test_what_is_in_somebodys_hands_is_not_left_and_what_is_a_day_old_goes(pool: asyncpg.Pool) -> None:
    stash = PgStash(pool)
    await stash.put("telegram", "new", "{}")
    await stash.put("telegram", "old", "{}")
    await stash.put("telegram", "stale", "{}")
    await pool.execute("update put_by set put_at = now() - interval '1 minute' where key = 'old'")
    await pool.execute(
        "update put_by set put_at = now() - make_interval(hours => $1) where key = 'stale'", KEPT_HOURS + 1
    )

    assert [key for key, _ in await stash.left("telegram", older_than_seconds=10)] == ["old"]
    assert await pool.fetchval("select count(*) from put_by where key = 'stale'") == 0


async def test_a_stash_that_is_away_says_so(pool: asyncpg.Pool) -> None:
    await pool.close()

    with pytest.raises(StoreUnavailable):
        await PgStash(pool).put("telegram", "1", "{}")
