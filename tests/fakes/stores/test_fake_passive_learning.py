from dataclasses import replace

import pytest

from tests.contracts.memory.passive_learning_contract import Learns, PassiveLearningContract
from tests.fakes.builders import memory
from tests.fakes.stores.passive_learning import FakePassiveLearning


class TestFakePassiveLearning(PassiveLearningContract):
    @pytest.fixture
    def passive_learning(self) -> FakePassiveLearning:
        return FakePassiveLearning()

    @pytest.fixture
    def learns(self, passive_learning: FakePassiveLearning) -> Learns:
        async def learn(text: str, private: bool) -> None:
            passive_learning.to_tell.append(replace(memory(text), said_in_private=private))

        return learn
