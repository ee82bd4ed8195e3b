from dataclasses import replace

import pytest

from tests.contracts.noticing_contract import Learns, NoticingContract
from tests.fakes.builders import memory
from tests.fakes.noticing import FakeNoticing


class TestFakeNoticing(NoticingContract):
    @pytest.fixture
    def noticing(self) -> FakeNoticing:
        return FakeNoticing()

    @pytest.fixture
    def learns(self, noticing: FakeNoticing) -> Learns:
        async def learn(text: str, private: bool) -> None:
            noticing.to_tell.append(replace(memory(text), said_in_private=private))

        return learn
