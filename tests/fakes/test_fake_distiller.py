import pytest

from tests.contracts.distiller_contract import DistillerContract
from tests.fakes.noticing import FakeDistiller


class TestFakeDistiller(DistillerContract):
    @pytest.fixture
    def distiller(self) -> FakeDistiller:
        return FakeDistiller()
