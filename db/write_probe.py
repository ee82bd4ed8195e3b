"""Whether the database takes a write: a Postgres whose disk is full, or that is a standby, still reads."""

import asyncpg

from db.errors import guarded
from db.pool import Pool

LOCK_MILLISECONDS = 1_000
"""Two processes that try at once wait this long for one another."""


_BUSY = {"55P03"}  # lock not available: somebody else is just finding it out
_UNWRITABLE = {"53100", "25006"}  # disk full, read-only transaction


class _TakenBack(Exception):
    """Ends the transaction without a trace."""


@guarded
async def write_probe(pool: Pool) -> str:
    """ "" when a write reached a new page of a file; else why not. Leaves nothing behind. Raises StoreUnavailable."""
    async with pool.acquire() as connection:
        try:
            async with connection.transaction():
                await connection.execute(f"set local lock_timeout = {LOCK_MILLISECONDS}")
                # A file of its own until the end of the transaction: there is no old page that would have room.
                await connection.execute("truncate write_probe")
                await connection.execute("insert into write_probe (filler) values (repeat('x', 4000))")
                raise _TakenBack
        except _TakenBack:
            return ""
        except asyncpg.PostgresError as error:
            state = str(getattr(error, "sqlstate", ""))
            if state in _UNWRITABLE:
                return f"the database cannot be written ({error})"
            if state in _BUSY:
                return ""
            raise
