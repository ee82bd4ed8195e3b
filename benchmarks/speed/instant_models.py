"""Models that answer at once (or after a set delay), so that a benchmark measures the house and not its guests."""

import asyncio
import io
import math
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image

from adapters.http.fetcher import SafeFetcher
from adapters.search.search_choice import NoSearch
from agent.domain.conversation import Said
from agent.domain.evaluation import Evaluation
from agent.domain.generation import Evidence, GenerationContext, ImageData, Plan, RenderedImage, RenderRequest
from agent.image_prompt import prompt_of
from agent.ports import Findings, JudgeRequest, PlanRequest, Usage
from bot.models.model_set import Models

DIMENSIONS = 16


@dataclass(slots=True, kw_only=True)
class Delays:
    """Seconds that each kind of call takes."""

    plan: float = 0.0
    render: float = 0.0
    judge: float = 0.0


@dataclass(slots=True)
class Ledger:
    """What was asked of the models."""

    plans: int = 0
    renders: list[str] = field(default_factory=list[str])
    """The subject of every picture drawn, in order: the provider's own bill."""
    under_way: int = 0
    most_under_way: int = 0
    """Pictures being drawn, now and at most."""

    @contextmanager
    def drawing(self) -> Generator[None]:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            yield
        finally:
            self.under_way -= 1


class InstantPlanner:
    """Draws what is said, as it is said."""

    def __init__(self, delays: Delays, ledger: Ledger) -> None:
        self._delays = delays
        self._ledger = ledger

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        self._ledger.plans += 1
        await asyncio.sleep(self._delays.plan)
        said = request.turn.request
        text = said.text if isinstance(said, Said) else request.text
        context = GenerationContext(slots={"subject": Evidence(value=text, method="said")})
        context = GenerationContext(slots=context.slots, prompt=prompt_of(context))
        return Plan(intent="create", context=context), Usage(model="instant")


class InstantJudge:
    def __init__(self, delays: Delays) -> None:
        self._delays = delays

    async def judge(self, request: JudgeRequest, *, timeout_seconds: float) -> tuple[Evaluation, Usage]:
        await asyncio.sleep(self._delays.judge)
        return Evaluation(verdict="accept"), Usage(model="instant")


class InstantMerger:
    async def merge(
        self, context: GenerationContext, findings: Sequence[Findings], *, timeout_seconds: float
    ) -> tuple[GenerationContext, Usage]:
        return context, Usage(model="instant")


class InstantImageModel:
    """The same small picture each time."""

    def __init__(self, delays: Delays, ledger: Ledger) -> None:
        self._delays = delays
        self._ledger = ledger
        out = io.BytesIO()
        Image.new("RGB", (64, 64), "teal").save(out, "PNG")
        self._image = ImageData(data=out.getvalue(), media_type="image/png", width=64, height=64)

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_seconds: float,
        on_partial: Callable[[bytes], Awaitable[None]] | None = None,
        on_progress: Callable[[float], Awaitable[None]] | None = None,
    ) -> RenderedImage:
        with self._ledger.drawing():
            await asyncio.sleep(self._delays.render)
        self._ledger.renders.append(request.context.value("subject"))
        return RenderedImage(image=self._image, model="instant", cost_usd=0.01)


class InstantEmbedder:
    """A few numbers made from the letters; equal texts are equal."""

    model = "instant"
    dimensions = DIMENSIONS

    async def embed_query(self, text: str) -> Sequence[float]:
        counts = [1.0] * DIMENSIONS
        for letter in text:
            counts[ord(letter) % DIMENSIONS] += 1
        length = math.sqrt(sum(count * count for count in counts))
        return [count / length for count in counts]

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        return [await self.embed_query(text) for text in texts]


def instant_models(delays: Delays, ledger: Ledger) -> Models:
    """The whole set. Not free: what is paid for is booked, as with real ones."""
    fetcher = SafeFetcher()
    return Models(
        planner=InstantPlanner(delays, ledger), judge=InstantJudge(delays), merger=InstantMerger(),
        image_model=InstantImageModel(delays, ledger), embedder=InstantEmbedder(), search=NoSearch(), fetcher=fetcher,
        free=False, free_pictures=False, series_by_reference=False, described=(), close=fetcher.aclose,
    )  # fmt: skip
