"""The fake signer passes the port's contract."""

import pytest

from agent.domain.generation import ImageData
from agent.ports import PictureSigner
from tests.contracts.models.picture_signer_contract import PictureSignerContract
from tests.fakes.models.picture_signer import FakePictureSigner, term_of


class TestFakePictureSigner(PictureSignerContract):
    @pytest.fixture
    def signer(self) -> PictureSigner:
        return FakePictureSigner()

    @pytest.fixture
    def unable(self) -> PictureSigner:
        return FakePictureSigner(unable=True)

    def says(self, image: ImageData) -> str:
        return term_of(image)
