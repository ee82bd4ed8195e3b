"""Advisory locks that one process holds for as long as it works."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from agent.errors import StoreUnavailable
from db.errors import store_errors
from db.pool import Connection, Pool

STAND_BY_SECONDS = 1.0
"""How often a process that stands by looks whether it may take over."""


@asynccontextmanager
async def hold_lock(pool: Pool, key: int) -> AsyncGenerator[bool]:
    """Whether the lock was free; held until the end of the block (or of the process) if so."""
    with store_errors():
        connection = await pool.acquire()
        held = bool(await connection.fetchval("select pg_try_advisory_lock($1)", key))
    try:
        yield held
    finally:
        with suppress(StoreUnavailable), store_errors():  # a connection that was lost has let go already
            await connection.execute("select pg_advisory_unlock_all()")
        await pool.release(connection)


@asynccontextmanager
async def wait_for_lock(pool: Pool, key: int) -> AsyncGenerator[None]:
    """Holds the lock, once whoever has it lets it go: a second process with the same token stands by until the first is gone. A
    database that does not answer is waited for as well: whoever only stands by must not end for it."""
    while (connection := await _tried(pool, key)) is None:  # noqa: ASYNC110 - another process lets it go
        await asyncio.sleep(STAND_BY_SECONDS)
    try:
        yield
    finally:
        with suppress(StoreUnavailable), store_errors():
            await connection.execute("select pg_advisory_unlock_all()")
        await pool.release(connection)


async def _tried(pool: Pool, key: int) -> Connection | None:
    """The connection that holds the lock from now on; None where somebody else's does, or the database is away."""
    with suppress(StoreUnavailable), store_errors():
        connection = await pool.acquire()
        held = False
        try:
            held = bool(await connection.fetchval("select pg_try_advisory_lock($1)", key))
        finally:
            if not held:
                await pool.release(connection)
        return connection if held else None
    return None
