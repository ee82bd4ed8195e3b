import pytest

from agent.errors import ModelUnavailable
from agent.ports import ImageModel
from tests.contracts.models.image_model_contract import ImageModelContract, request_for
from tests.fakes.models.image_model import FakeImageModel


class TestFakeImageModel(ImageModelContract):
    @pytest.fixture
    def image_model(self) -> ImageModel:
        return FakeImageModel()


class TestFakeImageModelWithoutMasks(ImageModelContract):
    @pytest.fixture
    def image_model(self) -> ImageModel:
        return FakeImageModel(masks=False)


async def test_a_failure_is_raised_once_and_the_request_is_kept() -> None:
    model = FakeImageModel()
    model.failures.append(ModelUnavailable("away"))

    with pytest.raises(ModelUnavailable):
        await model.render(request_for(), timeout_seconds=1)
    await model.render(request_for(), timeout_seconds=1)

    assert len(model.asked) == 2
