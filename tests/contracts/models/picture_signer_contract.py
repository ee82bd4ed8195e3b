"""What every `PictureSigner` does."""

import io
from abc import ABC, abstractmethod
from dataclasses import replace

import pytest
from PIL import Image

from agent.domain.generation import ImageData
from agent.ports import PictureSigner
from tests.fakes.models.images import png


def picture(kind: str) -> ImageData:
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, kind)
    return ImageData(data=file.getvalue(), media_type=f"image/{kind.lower()}", width=256, height=256)


class PictureSignerContract(ABC):
    @abstractmethod
    @pytest.fixture
    def signer(self) -> PictureSigner:
        """It can sign."""

    @abstractmethod
    @pytest.fixture
    def unable(self) -> PictureSigner:
        """It cannot, just now."""

    @abstractmethod
    def says(self, image: ImageData) -> str:
        """The term of the picture's signed statement; "" without one."""

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    async def test_the_pixels_stay_and_the_file_says_how_it_was_made(
        self, signer: PictureSigner, kind: str
    ) -> None:
        before = picture(kind)
        after = await signer.signed(before, term="trainedAlgorithmicMedia", model="a model")

        assert self.says(before) == ""
        assert self.says(after) == "trainedAlgorithmicMedia"
        assert (after.media_type, after.width, after.height) == (before.media_type, 256, 256)
        with Image.open(io.BytesIO(before.data)) as one, Image.open(io.BytesIO(after.data)) as other:
            assert one.tobytes() == other.tobytes()

    async def test_a_signed_one_is_left_to_the_byte(self, signer: PictureSigner) -> None:
        theirs = await signer.signed(png(), term="algorithmicMedia", model="theirs")
        after = await signer.signed(theirs, term="trainedAlgorithmicMedia", model="ours")

        assert after == theirs

    async def test_what_cannot_be_signed_comes_back_as_it_was(
        self, signer: PictureSigner, unable: PictureSigner
    ) -> None:
        broken, other = replace(png(), data=b"\x89PNG\r\n\x1a\nno"), replace(png(), media_type="image/gif")

        assert await signer.signed(broken, term="algorithmicMedia", model="a") == broken
        assert await signer.signed(other, term="algorithmicMedia", model="a") == other
        assert await unable.signed(png(), term="algorithmicMedia", model="a") == png()
