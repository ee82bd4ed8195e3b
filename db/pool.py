"""Connections to Postgres, each with the codecs and time limits that every store relies on."""

import asyncio
import json

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from pgvector.asyncpg import register_vector

from db.errors import store_errors

Pool = asyncpg.Pool
Connection = asyncpg.Connection | PoolConnectionProxy
"""One connection, our own or lent by a pool."""

CONNECT_SECONDS = 10.0
"""How long one attempt to connect may take."""
STATEMENT_SECONDS = 20.0
"""How long Postgres works on one statement before it gives up."""
CLOSE_SECONDS = 5.0
"""How long a closing pool waits for connections that are lent."""
COMMAND_SECONDS = 25.0
"""How long we wait for a statement's answer; longer than STATEMENT_SECONDS, so that Postgres speaks first."""
IDLE_IN_TRANSACTION_SECONDS = 60.0
"""A transaction left open this long (a process that hangs) is ended, and its locks with it."""


async def open_pool(
    dsn: str, *, min_size: int = 1, max_size: int = 10, name: str = "atelier"
) -> asyncpg.Pool:
    """An open pool: `vector` speaks pgvector, `jsonb` speaks Python data. The schema must have been migrated.

    Raises StoreUnavailable, Misconfigured (DATABASE_URL)."""
    with store_errors():
        return await asyncpg.create_pool(
            dsn,
            min_size=min_size,
            max_size=max_size,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMAND_SECONDS,
            init=_set_codecs,
            reset=_left_clean,
            server_settings=_server_settings(name),
        )


async def _set_codecs(connection: asyncpg.Connection) -> None:
    await register_vector(connection)
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)


async def close_pool(pool: asyncpg.Pool) -> None:
    """Gracefully, but not for ever: a connection that somebody still holds does not keep the process from ending."""
    try:
        await asyncio.wait_for(pool.close(), CLOSE_SECONDS)
    except TimeoutError:
        pool.terminate()


async def _left_clean(_connection: asyncpg.Connection) -> None:
    """Nothing more to do when a connection comes back: the pool has rolled back what was open, and whoever listens or locks for
    longer than a transaction undoes it. asyncpg's own reset (RESET ALL, UNLISTEN, unlock) was half of all round trips."""


def _server_settings(name: str) -> dict[str, str]:
    return {
        "application_name": name,
        "statement_timeout": str(int(STATEMENT_SECONDS * 1000)),
        "idle_in_transaction_session_timeout": str(int(IDLE_IN_TRANSACTION_SECONDS * 1000)),
        # None of our statements is planned better for knowing its values, and planning anew cost as much as executing.
        "plan_cache_mode": "force_generic_plan",
        # A plan is kept, and a table that was empty when it was made may not be: none of our statements wants to read one whole.
        "enable_seqscan": "off",
        # Starting helpers costs more than our short queries take, and a crowd would start them for each.
        "max_parallel_workers_per_gather": "0",
        "jit": "off",  # compiling a plan costs more than our short queries take
        "timezone": "UTC",
    }
