"""An image model that paints one flat colour, which depends on the context and the seed. Keeps what it was asked; can refuse,
be away, or lose the answer."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from io import BytesIO

from PIL import Image

from agent.domain.generation import UNMASKED, ImageData, RenderedImage, RenderRequest
from agent.errors import AtelierError
from simulators.pictures import within_transparency

DRAFT_SIDE = 256


class FakeImageModel:
    """The `ImageModel`."""

    def __init__(self, *, cost_usd: float = 0.0, missing: tuple[str, ...] = (), masks: bool = True) -> None:
        self.cost_usd = cost_usd
        self.masks = masks
        self.missing = missing
        self.asked: list[RenderRequest] = []
        """Every request, in order, those that failed too."""
        self.failures: list[AtelierError] = []
        """Raised one after the other before anything is painted."""

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        self.asked.append(request)
        if self.failures:
            raise self.failures.pop(0)
        unmasked = request.mask is not None and not self.masks
        image = _painted(replace(request, mask=None) if unmasked else request)
        if on_partial is not None:
            await on_partial(image.data)
        return RenderedImage(
            image=image,
            model="fake",
            cost_usd=self.cost_usd,
            missing=(*self.missing, UNMASKED) if unmasked else self.missing,
            seed=request.context.seed,
        )


def _painted(request: RenderRequest) -> ImageData:
    told = f"{sorted((name, e.value) for name, e in request.context.slots.items())} {request.context.seed}"
    digest = hashlib.sha256(told.encode()).digest()
    share = min(1.0, DRAFT_SIDE / max(request.width, request.height)) if request.draft else 1.0
    size = (max(round(request.width * share), 1), max(round(request.height * share), 1))
    out = BytesIO()
    painted = Image.new("RGB", size, (digest[0], digest[1], digest[2]))
    if request.mask is not None and request.references:
        painted = within_transparency(painted, request.references[0][1].data, request.mask.data)
    painted.save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=size[0], height=size[1])
