import pytest

from tests.contracts.stores.spending_contract import SpendingContract
from tests.fakes.stores.spending import FakeSpending


class TestFakeSpending(SpendingContract):
    @pytest.fixture
    def spending(self) -> FakeSpending:
        return FakeSpending(pictures_max=2)
