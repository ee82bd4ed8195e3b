import pytest

from tests.contracts.models.distiller_contract import DistillerContract
from tests.fakes.stores.passive_learning import FakeDistiller


class TestFakeDistiller(DistillerContract):
    @pytest.fixture
    def distiller(self) -> FakeDistiller:
        return FakeDistiller()
