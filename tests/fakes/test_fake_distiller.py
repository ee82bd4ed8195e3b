import pytest

from tests.contracts.distiller_contract import DistillerContract
from tests.fakes.passive_learning import FakeDistiller


class TestFakeDistiller(DistillerContract):
    @pytest.fixture
    def distiller(self) -> FakeDistiller:
        return FakeDistiller()
