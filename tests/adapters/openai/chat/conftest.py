"""The language model that the tests ask."""

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from tests.adapters.openai.chat.told_answers import PRICES


@pytest.fixture
def model(client: AsyncOpenAI, sleep) -> OpenAILanguageModel:
    return OpenAILanguageModel(client, model="tiny", prices=PRICES, sleep=sleep)
