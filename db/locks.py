"""Advisory locks that one process holds for as long as it works."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from db.errors import store_errors
from db.pool import Pool


@asynccontextmanager
async def hold_lock(pool: Pool, key: int) -> AsyncGenerator[bool]:
    """Whether the lock was free; held until the end of the block (or of the process) if so."""
    with store_errors():
        connection = await pool.acquire()
        held = bool(await connection.fetchval("select pg_try_advisory_lock($1)", key))
    try:
        yield held
    finally:
        with store_errors():
            await connection.execute("select pg_advisory_unlock_all()")
            await pool.release(connection)
