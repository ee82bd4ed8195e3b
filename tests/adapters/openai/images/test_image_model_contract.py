import pytest

from adapters.media import PillowGate
from adapters.openai.images.capabilities import VLLM_OMNI
from adapters.openai.images.image_model import OpenAIImageModel
from agent.ports import ImageModel
from simulators.openai.server import OpenAIServer
from tests.contracts.models.image_model_contract import ImageModelContract
from tests.worlds.house import FakeFetcher


class TestOpenAIImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self, server: OpenAIServer, client) -> ImageModel:
        server.side_max = 1_024
        return OpenAIImageModel(
            client, model="qwen-image", capabilities=VLLM_OMNI, gate=PillowGate(), fetcher=FakeFetcher()
        )
