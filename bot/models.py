"""Chooses the models: what is configured, or the ones that need no key and no network."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.offline.embedder import NanoEmbedder
from adapters.offline.judge import OfflineJudge
from adapters.offline.merger import OfflineMerger
from adapters.offline.planner import OfflinePlanner
from adapters.offline.sketch import SketchRenderer

from adapters.fetching import SafeFetcher
from adapters.search import search_from
from agent.ports import (
    Embedder,
    Fetcher,
    ImageModel,
    Judge,
    Merger,
    PixelGate,
    Planner,
    WebSearch,
)
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """One of each, and what is to be said about them."""

    planner: Planner
    judge: Judge
    merger: Merger
    image_model: ImageModel
    embedder: Embedder
    search: WebSearch
    fetcher: Fetcher
    free: bool
    """Planner and judge cost nothing."""
    free_pictures: bool
    """The image model costs nothing: a picture that was lost may be drawn again without a word."""
    series_by_reference: bool
    described: tuple[tuple[str, str], ...]
    """Part and choice, for the start-up lines and `check`."""
    close: Callable[[], Awaitable[None]]


def choose_models(settings: Settings, gate: PixelGate) -> Models:
    """The configured models; where none is, the embedded ones."""
    fetcher = SafeFetcher()
    search = "ddgs" if not settings.search and settings.has_models else settings.search or "off"
    key = settings.search_key.get_secret_value() if settings.search_key else ""
    planner = OfflinePlanner()

    async def close() -> None:
        await fetcher.aclose()

    return Models(
        planner=planner, judge=OfflineJudge(), merger=OfflineMerger(), image_model=SketchRenderer(),
        embedder=NanoEmbedder(), fetcher=fetcher,
        search=search_from(search, searxng_url=settings.search_url, brave_key=key, tavily_key=key),
        free=True, free_pictures=True, series_by_reference=False,
        described=(("Planner", "built in, no key needed"), ("Pictures", "sketches (a storyboard), no key needed")),
        close=close,
    )  # fmt: skip
