"""What Postgres refuses becomes an error of ours, by what can be done about it."""

import pytest

from agent.errors import StoreUnavailable
from db.errors import store_errors
from db.pool import Pool


async def test_a_server_that_takes_no_writes_is_away_for_a_while(pool: Pool) -> None:
    """A standby that took over: turns wait for it, as for a restart."""
    async with pool.acquire() as connection:
        with pytest.raises(StoreUnavailable, match="read-only") as refused, store_errors():
            async with connection.transaction(readonly=True):
                await connection.execute("delete from turns")

    assert refused.value.retry_after_seconds
