from collections.abc import Callable

import pytest

from agent.ports import LanguageModel
from tests.contracts.models.language_model_contract import LanguageModelContract
from tests.fakes.models.language_model import FakeLanguageModel


class TestFakeLanguageModel(LanguageModelContract):
    @pytest.fixture
    async def saying(self) -> Callable[..., LanguageModel]:
        return lambda *answers: FakeLanguageModel(says=list(answers))
