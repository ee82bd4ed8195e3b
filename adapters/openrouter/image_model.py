"""Image models at OpenRouter. A render is posted once: what became of it is told, never tried again."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx

from adapters.image_servers.connecting import ask, connect
from adapters.image_servers.pictures import decoded, taken
from adapters.image_servers.words import left_out
from adapters.media.original_files import OriginalFiles
from adapters.openrouter.listing import Listing, Offer
from adapters.openrouter.wire import body_of, failure_of, outcome_of
from agent.domain.generation import UNMASKED, RenderedImage, RenderRequest
from agent.domain.image_models import DEAREST_USD
from agent.errors import AtelierError, UnknownOutcome

BASE_URL = "https://openrouter.ai/api/v1"
DEFAULT_MODEL = "google/gemini-nano-banana-2.1"
CHAT_MODEL = "openai/gpt-6.1-terra"


def connect_openrouter(key: str, base_url: str = "") -> httpx.AsyncClient:
    """A client of OpenRouter, or of what stands at `base_url` in its place."""
    headers = {"Authorization": f"Bearer {key}", "X-Title": "Atelier"}
    return connect(base_url or BASE_URL, headers=headers)


class OpenRouterImageModel:
    """Implements ImageModel."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        model: str,
        files: OriginalFiles,
        picture_usd: float | None = None,
        dearest_usd: float = DEAREST_USD,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self.model = model
        self._files = files
        self._listing = Listing(client, model, now=now)
        self._picture_usd = picture_usd
        self._dearest_usd = dearest_usd

    async def offer(self) -> Offer:
        """Raises ModelUnavailable."""
        return await self._listing.offer()

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        offer = await self._listing.offer()
        try:
            async with asyncio.timeout(timeout_seconds):
                content = await self._posted(request, offer, timeout_seconds)
        except TimeoutError as error:
            raise UnknownOutcome(f"the picture did not come within {timeout_seconds:.0f} seconds") from error
        outcome = outcome_of(content)
        cost = self._cost(outcome.cost_usd, offer, hd=request.hd)
        try:
            if outcome.error is not None:
                raise outcome.error
            kept = await taken(self._files, decoded(outcome.base64))
        except AtelierError as error:
            error.cost_usd = cost if outcome.error is None else outcome.cost_usd or 0.0
            raise
        return RenderedImage(
            image=kept.image, shown=kept.shown, model=self.model, cost_usd=cost, missing=_missing(request, offer),
            seed=request.context.seed if "seed" in offer.takes else 0,
        )  # fmt: skip

    async def _posted(self, request: RenderRequest, offer: Offer, timeout_seconds: float) -> bytes:
        """The one paid call."""
        body = await asyncio.to_thread(body_of, request, self.model, offer)
        answer = await ask(
            self._client, "POST", "images", timeout_seconds=timeout_seconds, paid=True, json=body
        )
        if answer.status != 200:
            raise failure_of(answer.status, answer.content, answer.headers)
        return answer.content

    def _cost(self, said: float | None, offer: Offer, *, hd: bool) -> float:
        """US dollars: what the answer says, else the listing, else the dearest."""
        if said is not None:
            return said
        known = offer.prices.hd if hd and offer.prices.hd is not None else offer.prices.picture
        for price in (known, self._picture_usd):
            if price is not None:
                return price
        return self._dearest_usd


def _missing(request: RenderRequest, offer: Offer) -> tuple[str, ...]:
    missing = left_out(request, references_max=offer.references_max)
    return (*missing, UNMASKED) if request.mask is not None else missing
