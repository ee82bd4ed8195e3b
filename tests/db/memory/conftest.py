"""One database for all tests of memory, emptied before each: making one anew costs more than most of these tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest

from adapters.builtin.embedder import NanoEmbedder
from db.pool import open_pool
from tests.conftest import TEMPLATE
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.patience import PATIENCE_SECONDS

DATABASE = "memory_tests"
EMPTIED = (
    "memories", "memory_scopes", "schedules", "spending", "questions", "messages", "turns", "inbox", "images", "people",
    "author_settings", "channel_settings", "consent_asked", "erasures", "procrastinate_jobs", "linked_accounts",
    "account_codes", "account_notices", "web_names", "web_sessions",
)  # fmt: skip


@pytest.fixture(scope="session")
def memory_dsn(postgres: Callable[[str], str]) -> Iterator[str]:
    async def create() -> None:
        admin = await asyncpg.connect(postgres("postgres"))
        await admin.execute(f"create database {DATABASE} template {TEMPLATE} strategy file_copy")
        await admin.close()

    with ThreadPoolExecutor(max_workers=1) as executor:
        executor.submit(asyncio.run, create()).result(timeout=PATIENCE_SECONDS)
    return postgres(DATABASE)


@pytest.fixture
async def pool(memory_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(memory_dsn, min_size=1, max_size=8)
    await opened.execute(";".join(f"delete from {table}" for table in EMPTIED))
    yield opened
    await asyncio.wait_for(opened.close(), timeout=PATIENCE_SECONDS)


@pytest.fixture
async def house(pool: asyncpg.Pool) -> PgMemoryHouse:
    """With an embedder that hashes words."""
    return PgMemoryHouse(pool)


@pytest.fixture(scope="session")
def nano() -> NanoEmbedder:
    """The real embedder, loaded once."""
    return NanoEmbedder()


@pytest.fixture
async def true_house(pool: asyncpg.Pool, nano: NanoEmbedder) -> PgMemoryHouse:
    """With the real embedder."""
    return PgMemoryHouse(pool, nano)
