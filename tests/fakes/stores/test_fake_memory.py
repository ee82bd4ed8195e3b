"""The fake memory keeps the same promises as the real one."""

import pytest

from tests.contracts.memory.memory_desk_contract import MemoryDeskContract
from tests.contracts.memory.memory_house import MemoryHouse
from tests.contracts.memory.memory_store_contract import MemoryStoreContract
from tests.fakes.stores.memory_house import FakeMemoryHouse


class TestFakeMemoryStore(MemoryStoreContract):
    @pytest.fixture
    async def house(self) -> MemoryHouse:
        return FakeMemoryHouse()


class TestFakeMemoryDesk(MemoryDeskContract):
    @pytest.fixture
    async def house(self) -> MemoryHouse:
        return FakeMemoryHouse()
