"""The image model as the tests configure it."""

import pytest

from adapters.media import PillowGate
from adapters.openai.images.capabilities import OPENAI, Capabilities
from adapters.openai.images.image_model import OpenAIImageModel
from tests.adapters.openai.images.drawn_requests import FETCHER, FLARE


@pytest.fixture
def made(client):
    def model(capabilities: Capabilities = OPENAI, name: str = FLARE, **more) -> OpenAIImageModel:
        return OpenAIImageModel(
            client, model=name, capabilities=capabilities, gate=PillowGate(), fetcher=FETCHER, **more
        )

    return model
