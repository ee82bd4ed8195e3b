"""Gemini's image models. A render is posted once: what became of it is told, never tried again."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from adapters.gemini.models import GeminiModel, model_of
from adapters.gemini.wire import body_of, outcome_of, room_for, said_of
from adapters.image_servers.connecting import Answered, ask, connect
from adapters.image_servers.failures import Lasting, by_status
from adapters.image_servers.pictures import decoded, taken
from adapters.image_servers.words import left_out
from adapters.media.original_files import OriginalFiles
from agent.domain.generation import UNMASKED, RenderedImage, RenderRequest
from agent.domain.image_models import DEAREST_USD
from agent.errors import AtelierError, UnknownOutcome

BASE_URL = "https://generativelanguage.googleapis.com"
KEY = "GEMINI_API_KEY"


def connect_gemini(key: str, base_url: str = "") -> httpx.AsyncClient:
    """A client of Gemini's API, or of what stands at `base_url` in its place."""
    return connect(f"{(base_url or BASE_URL).rstrip('/')}/v1beta", headers={"x-goog-api-key": key})


class GeminiImageModel:
    """Implements ImageModel."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        model: str,
        files: OriginalFiles,
        picture_usd: float | None = None,
        dearest_usd: float = DEAREST_USD,
        key_name: str = KEY,
    ) -> None:
        self._client = client
        self.known: GeminiModel = model_of(model)
        self._files = files
        self._dearest_usd = dearest_usd if picture_usd is None else picture_usd
        self._key_name = key_name

    @property
    def model(self) -> str:
        return self.known.name

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        try:
            async with asyncio.timeout(timeout_seconds):
                answer = await self._posted(request, timeout_seconds)
        except TimeoutError as error:
            raise UnknownOutcome(f"the picture did not come within {timeout_seconds:.0f} seconds") from error
        if answer.status != 200:
            raise self._failure(answer)
        outcome = outcome_of(answer.content, self.known, hd=request.hd, dearest_usd=self._dearest_usd)
        try:
            if outcome.error is not None:
                raise outcome.error
            kept = await taken(self._files, decoded(outcome.base64))
        except AtelierError as error:
            error.cost_usd = outcome.cost_usd
            raise
        return RenderedImage(
            image=kept.image, shown=kept.shown, model=self.model, cost_usd=outcome.cost_usd, missing=self._missing(request),
            seed=request.context.seed,
        )  # fmt: skip

    async def _posted(self, request: RenderRequest, timeout_seconds: float) -> Answered:
        body = await asyncio.to_thread(body_of, request, self.known)
        path = f"models/{self.model}:generateContent"
        return await ask(self._client, "POST", path, timeout_seconds=timeout_seconds, paid=True, json=body)

    def _failure(self, answer: Answered) -> AtelierError:
        status, message, wait_seconds, wrong_key = said_of(answer.content)
        if wrong_key:
            return Lasting(f"Gemini refuses the key: check {self._key_name}")
        if answer.status == 400 and status == "FAILED_PRECONDITION":
            return Lasting(f"Gemini cannot be used with this account: {message}")
        return by_status(
            answer.status, message, answer.headers, key=self._key_name, wait_seconds=wait_seconds
        )

    def _missing(self, request: RenderRequest) -> tuple[str, ...]:
        missing = left_out(request, references_max=room_for(request, self.known))
        return (*missing, UNMASKED) if request.mask is not None else missing
