"""The distiller that asks a language model, held to what every distiller does."""

import json
import re

import pytest

from adapters.openai.distiller import ModelDistiller
from agent.errors import ModelUnavailable, RenderRefused
from agent.ports import Distiller, Prompt
from tests.contracts.models.distiller_contract import WATERCOLOURS, DistillerContract
from tests.fakes.models.language_model import FakeLanguageModel, Says
from tests.patience import PATIENCE_SECONDS

_LINE = re.compile(r'^\d+ (".*")$', re.MULTILINE)


def attentive(prompt: Prompt) -> str:
    """A model that names each style it reads at least twice, with more preferences than it was asked for."""
    lines = [json.loads(line) for line in _LINE.findall(prompt.user)]
    found = [
        {"text": f"prefers {word}", "quote": next(line for line in lines if word in line)}
        for word in ("watercolour", "ink", "pastel", "night", "people")
        if sum(word in line for line in lines) >= 2
    ]
    return json.dumps({"preferences": [*found, *found]})


class TestModelDistiller(DistillerContract):
    @pytest.fixture
    def distiller(self) -> Distiller:
        return ModelDistiller(FakeLanguageModel(says=[attentive], repeats=True))


async def distilled(says: Says) -> tuple[list[str], float]:
    found, usage = await ModelDistiller(FakeLanguageModel(says=[says], repeats=True)).distil(
        WATERCOLOURS, timeout_seconds=PATIENCE_SECONDS
    )
    return list(found), usage.cost_usd


async def test_an_answer_that_cannot_be_read_finds_nothing_and_costs_what_it_cost() -> None:
    assert await distilled("no json") == ([], 0.02)


async def test_a_model_that_refuses_finds_nothing() -> None:
    refused = RenderRefused("no")
    refused.cost_usd = 0.005

    assert await distilled(refused) == ([], 0.005)


async def test_a_model_that_is_away_says_so() -> None:
    with pytest.raises(ModelUnavailable):
        await distilled(ModelUnavailable("away"))
