"""The image model that needs no key and no network: a storyboard of what is asked, drawn with Pillow."""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO

from PIL import Image

from adapters.offline.drawing.lettering import lettered, unprintable
from adapters.offline.drawing.painting import painted_scene
from adapters.offline.drawing.staging import staged
from adapters.offline.drawing.treatments import treated
from agent.errors import UnknownOutcome
from agent.generation import ImageData, RenderedImage, RenderRequest

MODEL = "sketch"
SIDE_MIN, SIDE_MAX = 64, 2_048
DRAFT_SIDE = 512


class SketchRenderer:
    """Port `agent.ports.ImageModel`. Deterministic: the same request gives the same bytes."""

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        """Raises UnknownOutcome when it takes longer than `timeout_seconds`."""
        try:
            async with asyncio.timeout(timeout_seconds):
                return await asyncio.to_thread(drawn, request)
        except TimeoutError as error:
            raise UnknownOutcome("the sketch took too long") from error


def drawn(request: RenderRequest) -> RenderedImage:
    """The picture; CPU work only."""
    size = size_of(request)
    context, before = request.context, request.base_context
    seed = before.seed if before else context.seed
    base = staged(before) if before else None
    scene = staged(context, base)
    painting, missing = painted_scene(scene, base, size, seed)
    picture = treated(painting, scene.look.treatment, scene.look.palette)
    if scene.text:
        picture = lettered(picture, scene.text)
    return RenderedImage(
        image=_png(picture),
        model=MODEL,
        missing=(*scene.missing, *missing, *_unlettered(scene.text)),
        seed=seed,
    )


def size_of(request: RenderRequest) -> tuple[int, int]:
    """Pixels: what is wished for, within what can be drawn."""
    width, height = (min(max(int(side), SIDE_MIN), SIDE_MAX) for side in (request.width, request.height))
    if request.draft:
        share = min(1.0, DRAFT_SIDE / max(width, height))
        width, height = max(round(width * share), SIDE_MIN), max(round(height * share), SIDE_MIN)
    return width, height


def _unlettered(text: str) -> tuple[str, ...]:
    wanting = unprintable(text)
    return (f"the characters “{wanting}”",) if wanting else ()


def _png(picture: Image.Image) -> ImageData:
    out = BytesIO()
    picture.convert("RGB").save(out, "PNG", compress_level=1)
    return ImageData(data=out.getvalue(), media_type="image/png", width=picture.width, height=picture.height)
