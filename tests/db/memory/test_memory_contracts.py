"""The real memory keeps the promises of its ports."""

import pytest

from db.pool import Pool
from tests.contracts.memory.memory_desk_contract import MemoryDeskContract
from tests.contracts.memory.memory_house import MemoryHouse
from tests.contracts.memory.memory_store_contract import MemoryStoreContract
from tests.db.memory.pg_memory_house import PgMemoryHouse


class TestPgMemoryStore(MemoryStoreContract):
    @pytest.fixture
    async def house(self, pool: Pool) -> MemoryHouse:
        return PgMemoryHouse(pool)


class TestPgMemoryDesk(MemoryDeskContract):
    @pytest.fixture
    async def house(self, pool: Pool) -> MemoryHouse:
        return PgMemoryHouse(pool)
