"""Chooses the models: what is configured, or the ones that need no key and no network."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from adapters.breaking import Breaker
from adapters.fetching import SafeFetcher
from adapters.offline.distiller import OfflineDistiller
from adapters.offline.embedder import NanoEmbedder
from adapters.offline.judge import OfflineJudge
from adapters.offline.merger import OfflineMerger
from adapters.offline.planner import OfflinePlanner
from adapters.offline.sketch import SketchRenderer
from adapters.search import search_from
from agent.ports import (
    Distiller,
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

if TYPE_CHECKING:
    from adapters.openai.proving import Proof

BUILT_IN_PLANNER = "built in, no key needed"
BUILT_IN_PICTURES = "sketches (a storyboard), no key needed"


async def _no_proofs(*, render: bool) -> "Sequence[Proof]":
    return ()


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
    breakers: Sequence[Breaker] = ()
    """One for each provider, for who wants to see their states."""
    distiller: Distiller = field(default_factory=OfflineDistiller)
    prove: "Callable[..., Awaitable[Sequence[Proof]]]" = _no_proofs
    """`prove(render=...)`: tries each configured model with a real small call."""


def choose_models(settings: Settings, gate: PixelGate) -> Models:
    """The configured models; where none is, the embedded ones. Raises Misconfigured."""
    closing = AsyncExitStack()
    fetcher = SafeFetcher()
    closing.push_async_callback(fetcher.aclose)
    name = settings.search or ("ddgs" if settings.has_models else "off")
    key = settings.search_key.get_secret_value() if settings.search_key else ""
    search = search_from(name, searxng_url=settings.search_url, brave_key=key, tavily_key=key)
    models = _built_in(fetcher, search, closing)
    if _is_hosted(settings):
        from bot.hosted import hosted_models

        models = hosted_models(settings, gate, fetcher=fetcher, search=search, closing=closing)
    return models if name == "off" else replace(models, described=(*models.described, ("Search", name)))


def _is_hosted(settings: Settings) -> bool:
    """Whether anything names a model server, or what only such a server needs."""
    return settings.has_image_model or bool(
        settings.image_model or settings.image_backend or settings.embedding_model or settings.prices
    )


def _built_in(fetcher: Fetcher, search: WebSearch, closing: AsyncExitStack) -> Models:
    return Models(
        planner=OfflinePlanner(), judge=OfflineJudge(), merger=OfflineMerger(), image_model=SketchRenderer(),
        embedder=NanoEmbedder(), search=search, fetcher=fetcher, free=True, free_pictures=True, series_by_reference=False,
        described=(("Planner", BUILT_IN_PLANNER), ("Pictures", BUILT_IN_PICTURES)), close=closing.aclose,
    )  # fmt: skip
