"""Houses of memories, with an embedder that hashes words and with the real one."""

import asyncpg
import pytest

from adapters.builtin.embedder import NanoEmbedder
from tests.db.memory.pg_memory_house import PgMemoryHouse


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
