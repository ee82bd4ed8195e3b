import pytest

from adapters.media import PillowGate
from adapters.openai.capabilities import VLLM_OMNI
from adapters.openai.image_model import OpenAIImageModel
from agent.ports import ImageModel
from tests.contracts.image_model_contract import ImageModelContract
from tests.fakes.house import FakeFetcher
from tests.fakes.openai_server import OpenAIServer


class TestOpenAIImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self, server: OpenAIServer, client) -> ImageModel:
        server.side_max = 1_024
        return OpenAIImageModel(
            client, model="qwen-image", capabilities=VLLM_OMNI, gate=PillowGate(), fetcher=FakeFetcher()
        )
