"""An image model behind any OpenAI-compatible server. A render is posted once: what became of it is told, never tried again."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, cast

from openai import AsyncOpenAI, omit

from adapters.image_servers.pictures import taken
from adapters.image_servers.sheets import on_one_sheet
from adapters.image_servers.words import left_out, together
from adapters.media.original_files import Kept, OriginalFiles
from adapters.openai.connection import within
from adapters.openai.errors import Foreign, translated
from adapters.openai.images.capabilities import Capabilities, capabilities_of, large_size, offered_size
from adapters.openai.images.field_complaints import lowered
from adapters.openai.images.picture_answers import Received, decoded, from_answer, from_stream
from adapters.openai.images.server_markup import excluded, keeps_to_mask, picture_prompt
from adapters.openai.images.server_pictures import fetched
from adapters.openai.model_names import ModelName
from adapters.openai.prices import PriceTable
from agent.domain.generation import UNMASKED, ImageData, RenderedImage, RenderRequest
from agent.errors import AtelierError, RenderRefused, UnknownOutcome
from agent.ports import Fetcher, PixelGate

OnPartial = Callable[[bytes], Awaitable[None]]
OnProgress = Callable[[float], Awaitable[None]]
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


class OpenAIImageModel:
    """Implements ImageModel: /images/generations, and /images/edits where there are reference pictures. Without `capabilities`
    they are guessed by the model's name and the server's address. `unknown_usd`: what a picture counts as that has no known price."""

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        capabilities: Capabilities | None = None,
        gate: PixelGate,
        fetcher: Fetcher,
        prices: PriceTable | None = None,
        files: OriginalFiles | None = None,
        unknown_usd: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._name = ModelName(client, model, draws=True)
        self._guessed = capabilities is None
        self.capabilities = capabilities or capabilities_of(model, str(client.base_url))
        self._files = files or OriginalFiles(gate)
        self._fetcher = fetcher
        self._prices = prices or PriceTable()
        self._unknown_usd = unknown_usd
        self._clock = clock

    @property
    def model(self) -> str:
        """Its name; "" for a server's only one, until that was looked up."""
        return self._name.known

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: OnPartial | None = None,
        on_progress: OnProgress | None = None,
    ) -> RenderedImage:
        model = await self._named()
        if self.capabilities.sheets:
            request = await on_one_sheet(request, references_max=self.capabilities.references_max)
        try:
            async with asyncio.timeout(timeout_seconds):
                received = await self._received(request, model, timeout_seconds, on_partial)
        except TimeoutError as error:
            raise UnknownOutcome(f"the picture did not come within {timeout_seconds:.0f} seconds") from error
        known = self._prices.knows(model)
        drew = bool(received.base64 or received.url)
        cost = self._prices.picture_cost(model, received.tokens, drew=drew) if known else self._unknown_usd
        try:
            kept = await self._admitted(received)
        except AtelierError as error:
            error.cost_usd = cost
            raise
        return RenderedImage(
            image=kept.image, shown=kept.shown, model=model, cost_usd=cost, missing=self._left_out(request),
            together=together(request, references_max=self.capabilities.references_max), revised_prompt=received.revised_prompt,
            seed=request.context.seed if self.capabilities.seed else 0,
        )  # fmt: skip

    async def _named(self) -> str:
        """The model's name, by which the server's kind is guessed once it is known."""
        looked_up = not self._name.known
        model = await self._name.get()
        if looked_up and self._guessed:
            self.capabilities = capabilities_of(model, str(self._client.base_url))
        return model

    def _left_out(self, request: RenderRequest) -> tuple[str, ...]:
        """What is missing for want of the pictures that this server cannot take."""
        able = self.capabilities
        unmasked = request.mask is not None and not keeps_to_mask(request, able)
        missing = left_out(request, references_max=able.references_max)
        return (*missing, UNMASKED) if unmasked else missing

    async def _received(
        self, request: RenderRequest, model: str, timeout_seconds: float, on_partial: OnPartial | None
    ) -> Received:
        """One drawn picture. A server that turns the request down for a parameter it does not know, or for want of edits, has
        drawn nothing: it is asked in another way, and so from then on."""
        while True:
            able = self.capabilities
            try:
                return await self._posted(request, model, timeout_seconds, on_partial)
            except Foreign as error:
                ours = translated(error, paid=True)
                lower = (
                    None
                    if isinstance(ours, RenderRefused)
                    else lowered(able, error, edits=bool(request.references))
                )
                if lower is None:
                    raise ours from error
                self.capabilities = lower

    async def _posted(
        self, request: RenderRequest, model: str, timeout_seconds: float, on_partial: OnPartial | None
    ) -> Received:
        """The one paid call."""
        able = self.capabilities
        shown = request.references[: able.references_max]
        body = self._body(request, model)
        files = [_file(number, image) for number, (_, image) in enumerate(shown)]
        stream = on_partial is not None and able.partials > 0 and not request.draft
        if request.mask is not None and keeps_to_mask(request, able):
            body["mask"] = ("mask.png", request.mask.data, request.mask.media_type)
        if stream:
            body |= {"stream": True, "partial_images": able.partials}
        raw = await _call(self._client.images.with_raw_response, body, files, timeout_seconds)
        if stream and on_partial is not None and "event-stream" in str(raw.headers.get("content-type", "")):
            return await from_stream(raw.parse(), on_partial)
        # A server that knows no streams answers with the whole picture.
        return from_answer(await raw.http_response.aread() if stream else cast(bytes, raw.content))

    def _body(self, request: RenderRequest, model: str) -> dict[str, Any]:
        """The parameters this kind of server knows; the others are left out."""
        able, context = self.capabilities, request.context
        extra: dict[str, object] = {}
        if able.seed == "field":
            extra["seed"] = context.seed
        if able.negative_prompt == "field" and excluded(context):
            extra["negative_prompt"] = excluded(context)
        hd = request.hd and able.side_hd > 0
        width, height = (large_size if hd else offered_size)(able, request.width, request.height)
        if request.transparent and able.transparent:
            extra["background"] = "transparent"
        return {
            "model": model,
            "prompt": picture_prompt(request, able),
            "n": 1,
            "size": f"{width}x{height}" if able.sends_size else omit,
            "quality": _quality(request, able) or omit,
            "output_format": able.output_format or omit,
            "response_format": "b64_json" if able.response_format else omit,
            "extra_body": self._identified(request, extra) or None,
        }

    def _identified(self, request: RenderRequest, extra: dict[str, object]) -> dict[str, object]:
        if self.capabilities.safety_identifier and request.author_hash:
            return {**extra, "safety_identifier": request.author_hash}
        return extra

    async def _admitted(self, received: Received) -> Kept:
        """The picture's file, checked by the one gate. Raises BadImage."""
        if received.url and not received.base64:
            data = await self._fetched(received.url)
        else:
            data = decoded(received.base64)
        return await taken(self._files, data)

    async def _fetched(self, url: str) -> bytes:
        if url.startswith("data:"):
            return decoded(url.partition(",")[2])
        return await fetched(url, self._client, self._fetcher)


def _quality(request: RenderRequest, able: Capabilities) -> str | None:
    """The server's word for the care that a picture is worth."""
    if able.quality is None:
        return None
    if request.draft or request.quality == "low":
        return able.quality[1]
    high = request.quality == "high" or request.hd
    return able.quality_high if high and able.quality_high else able.quality[0]


async def _call(images: Any, body: dict[str, Any], files: Sequence[Any], timeout_seconds: float) -> Any:
    """Posts to /images/edits where there are pictures to go by, else to /images/generations. A single picture goes as `image`,
    several as `image[]`, as the SDK does it and servers know it."""
    timeout = within(timeout_seconds)
    if not files:
        return await images.generate(timeout=timeout, **body)
    return await images.edit(image=files if len(files) > 1 else files[0], timeout=timeout, **body)


def _file(number: int, image: ImageData) -> tuple[str, bytes, str]:
    """Our own name: a file name is the only place in the request where a person's text could pass unseen."""
    return f"picture-{number + 1}.{_ENDINGS.get(image.media_type, 'png')}", image.data, image.media_type
