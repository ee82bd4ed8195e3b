import pytest

from adapters.comfyui.image_model import ComfyImageModel
from adapters.gemini.image_model import GeminiImageModel
from adapters.openrouter.image_model import OpenRouterImageModel
from agent.ports import ImageModel
from tests.contracts.models.image_model_contract import ImageModelContract


class TestGeminiImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self, gemini_model: GeminiImageModel) -> ImageModel:
        return gemini_model


class TestOpenRouterImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self, openrouter_model: OpenRouterImageModel) -> ImageModel:
        return openrouter_model


class TestComfyImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self, comfy_model: ComfyImageModel) -> ImageModel:
        return comfy_model
