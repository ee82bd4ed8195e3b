import pytest

from tests.contracts.purse_contract import PurseContract
from tests.fakes.purse import FakePurse


class TestFakePurse(PurseContract):
    @pytest.fixture
    def purse(self) -> FakePurse:
        return FakePurse(pictures_max=2)
