"""A worker's registration, broken off."""

import asyncio

import pytest

from db.pool import Pool, open_pool
from db.turns.queue import WorkerRegistry
from tests.patience import PATIENCE_SECONDS


async def test_a_worker_stopped_while_it_joins_gives_its_connection_back(pool: Pool, dsn: str) -> None:
    own = await open_pool(dsn, min_size=1, max_size=1)
    async with pool.acquire() as other, other.transaction():
        await other.execute("lock table workers in access exclusive mode")
        joining = asyncio.create_task(WorkerRegistry(own).join("one"))
        while not await other.fetchval("select count(*) from pg_locks where not granted"):
            await other.execute("select pg_sleep(0.005)")
        joining.cancel()
        with pytest.raises(asyncio.CancelledError):
            await joining

    await asyncio.wait_for(own.close(), timeout=PATIENCE_SECONDS)
