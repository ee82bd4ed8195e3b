"""What every `LanguageModel` does. Subclasses give a model that says what a test wants it to say."""

from abc import ABC, abstractmethod
from collections.abc import Callable

import pytest
from pydantic import BaseModel

from agent.errors import MalformedCompletion, ModelUnavailable
from agent.ports import LanguageModel, Prompt
from tests.patience import PATIENCE_SECONDS

PROMPT = Prompt(name="colour", system="You name colours, as JSON.", user="Which colour has the sky?")


class Colour(BaseModel):
    name: str
    warm: bool


class LanguageModelContract(ABC):
    @abstractmethod
    @pytest.fixture
    async def saying(self) -> Callable[..., LanguageModel]:
        """`saying("one", "two")`: a model whose answers these are, in turn. `saying()` has no answer at all."""

    async def test_an_answer_comes_as_its_shape_with_what_it_cost(
        self, saying: Callable[..., LanguageModel]
    ) -> None:
        model = saying('{"name": "blue", "warm": false}')

        completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

        assert completion.value == Colour(name="blue", warm=False)
        assert completion.usage.input_tokens > 0
        assert completion.usage.output_tokens > 0
        assert completion.degraded == ""

    async def test_noise_is_mended_once(self, saying: Callable[..., LanguageModel]) -> None:
        model = saying("I would say blue!", '{"name": "blue", "warm": false}')

        completion = await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

        assert completion.value.name == "blue"
        assert "repaired" in completion.degraded

    async def test_noise_after_noise_is_malformed(self, saying: Callable[..., LanguageModel]) -> None:
        model = saying("blue", "I said blue")

        with pytest.raises(MalformedCompletion):
            await model.complete(PROMPT, Colour, timeout_seconds=PATIENCE_SECONDS)

    async def test_a_model_that_is_away_is_unavailable(self, saying: Callable[..., LanguageModel]) -> None:
        with pytest.raises(ModelUnavailable):
            await saying().complete(PROMPT, Colour, timeout_seconds=0.2)
