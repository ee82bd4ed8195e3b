"""The database of this process: an address in the settings, or a server of our own, started and looked after."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.postgres.embedded_postgres import EmbeddedPostgres
from bot.settings import Settings
from bot.worker.jobs import prepare_queue
from db.migrate import migrate

MIGRATIONS = Path(__file__).parents[2] / "migrations"
DATABASE_FOLDER = "postgres"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database that answers."""

    dsn: str
    watch: Callable[[], Coroutine[None, None, None]]
    """Keeps it running until cancelled, where it is ours to run."""


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncGenerator[Database]:
    """The configured one, or the embedded one, started; migrated."""
    async with open_server(settings) as database:
        await migrate(database.dsn, MIGRATIONS, prepare=prepare_queue)
        yield database


@asynccontextmanager
async def open_server(settings: Settings) -> AsyncGenerator[Database]:
    """As `open_database`, with whatever schema is there."""
    async with AsyncExitStack() as stack:
        if settings.database_url is not None:
            dsn, watch = settings.database_url.get_secret_value(), _nothing_to_watch
        else:
            embedded = EmbeddedPostgres(settings.data_dir / DATABASE_FOLDER)
            dsn, watch = await stack.enter_async_context(embedded), embedded.watch
        yield Database(dsn=dsn, watch=watch)


async def _nothing_to_watch() -> None:
    """Somebody else keeps that database running."""
    await asyncio.Event().wait()
