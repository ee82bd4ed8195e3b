"""The database as a command has it: opened for its time alone, and silent but for what goes wrong."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.log import set_up_logging
from bot.postgres.database import open_database
from bot.settings import Settings, secrets_of
from db.pool import Pool, close_pool, open_pool

CONNECTIONS_MAX = 2


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncGenerator[Pool]:
    """Raises Misconfigured, StoreUnavailable."""
    set_up_logging("ERROR", secrets=secrets_of(settings))
    async with open_database(settings) as database:
        pool = await open_pool(database.dsn, max_size=CONNECTIONS_MAX)
        try:
            yield pool
        finally:
            await close_pool(pool)
