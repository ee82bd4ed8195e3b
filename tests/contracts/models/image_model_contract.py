"""What every `ImageModel` does."""

from abc import ABC, abstractmethod
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from agent.domain.generation import (
    UNMASKED,
    GenerationContext,
    ImageData,
    Reference,
    RenderedImage,
    RenderRequest,
    SlotName,
)
from agent.ports import ImageModel
from tests.fakes.builders import context
from tests.patience import PATIENCE_SECONDS

SUBJECT = "a fox reading under a lamp"


def request_for(
    subject: str = SUBJECT,
    *,
    size: tuple[int, int] = (320, 256),
    seed: int = 7,
    before: GenerationContext | None = None,
    draft: bool = False,
    **slots: str,
) -> RenderRequest:
    """A small picture of a subject; further keywords are slots."""
    filled: dict[SlotName, str] = {"subject": subject, **slots}  # type: ignore[dict-item]
    return RenderRequest(
        context=context(filled, seed=seed), width=size[0], height=size[1], base_context=before, draft=draft
    )


def pixels(rendered: RenderedImage) -> Image.Image:
    """The picture, decoded."""
    with Image.open(BytesIO(rendered.image.data)) as image:
        return image.convert("RGB")


def masked_request() -> RenderRequest:
    """A black square of which only the middle may change."""
    black = Image.new("RGB", (256, 256))
    middle = Image.new("L", (256, 256), 255)
    middle.paste(0, (64, 64, 192, 192))
    open_part = middle.point([255 - level for level in range(256)])
    base, mask = _png(black), _png(Image.merge("RGBA", (open_part, open_part, open_part, middle)))
    reference = Reference(image="square", role="base", label="the picture to change")
    return replace(
        request_for(size=(256, 256)),
        context=context({"subject": SUBJECT}, references=[reference], base="square"),
        references=((reference, base),),
        mask=mask,
    )


def _png(image: Image.Image) -> ImageData:
    out = BytesIO()
    image.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=image.width, height=image.height)


class ImageModelContract(ABC):
    @abstractmethod
    @pytest.fixture
    def image_model(self) -> ImageModel: ...

    async def test_the_picture_is_a_decodable_image_of_the_size_it_says(
        self, image_model: ImageModel
    ) -> None:
        rendered = await image_model.render(request_for(), timeout_seconds=PATIENCE_SECONDS)

        with Image.open(BytesIO(rendered.image.data)) as image:
            assert image.size == (rendered.image.width, rendered.image.height)
            assert Image.MIME[image.format or ""] == rendered.image.media_type

    async def test_it_names_its_model_and_a_cost_that_is_not_negative(self, image_model: ImageModel) -> None:
        rendered = await image_model.render(request_for(), timeout_seconds=PATIENCE_SECONDS)

        assert rendered.model
        assert rendered.cost_usd >= 0

    async def test_a_wide_wish_gives_a_wide_picture_and_a_tall_one_a_tall_one(
        self, image_model: ImageModel
    ) -> None:
        wide = await image_model.render(request_for(size=(512, 256)), timeout_seconds=PATIENCE_SECONDS)
        tall = await image_model.render(request_for(size=(256, 512)), timeout_seconds=PATIENCE_SECONDS)

        assert wide.image.width > wide.image.height
        assert tall.image.height > tall.image.width

    async def test_other_words_give_another_picture(self, image_model: ImageModel) -> None:
        fox = await image_model.render(request_for(), timeout_seconds=PATIENCE_SECONDS)
        castle = await image_model.render(request_for("a castle"), timeout_seconds=PATIENCE_SECONDS)

        assert fox.image.data != castle.image.data

    async def test_an_empty_context_is_still_a_picture(self, image_model: ImageModel) -> None:
        request = RenderRequest(context=GenerationContext(seed=7), width=256, height=256)

        assert pixels(await image_model.render(request, timeout_seconds=PATIENCE_SECONDS)).size == (256, 256)

    async def test_an_edit_keeps_to_its_mask_or_says_that_it_does_not(self, image_model: ImageModel) -> None:
        rendered = await image_model.render(masked_request(), timeout_seconds=PATIENCE_SECONDS)

        picture = pixels(rendered)
        if UNMASKED not in rendered.missing:
            assert picture.getpixel((8, 8)) == (0, 0, 0)
            assert picture.getpixel((picture.width // 2, picture.height // 2)) != (0, 0, 0)

    async def test_an_edit_is_a_picture_too(self, image_model: ImageModel) -> None:
        before = context({"subject": SUBJECT})
        rendered = await image_model.render(
            request_for(before=before, time="night"), timeout_seconds=PATIENCE_SECONDS
        )

        assert pixels(rendered).size == (rendered.image.width, rendered.image.height)
