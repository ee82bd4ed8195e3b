"""Chooses the models: what is configured, or the ones that need no key and no network."""

from contextlib import AsyncExitStack
from dataclasses import replace

from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.sketch_model import SketchRenderer
from adapters.http.fetcher import SafeFetcher
from adapters.search import search_from
from agent.ports import (
    Fetcher,
    PixelGate,
    WebSearch,
)
from bot.models.model_set import BUILT_IN_PICTURES, BUILT_IN_PLANNER, Models
from bot.settings import Settings


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
        from bot.models.hosted import hosted_models

        models = hosted_models(settings, gate, fetcher=fetcher, search=search, closing=closing)
    if settings.listens:
        from bot.models.transcription import transcriber_of

        transcriber, described = transcriber_of(settings, closing)
        models = replace(models, transcriber=transcriber, described=(*models.described, ("Voice", described)))
    models = _looked_at_and_signed(settings, gate, models, closing)
    return models if name == "off" else replace(models, described=(*models.described, ("Search", name)))


def _looked_at_and_signed(
    settings: Settings, gate: PixelGate, models: Models, closing: AsyncExitStack
) -> Models:
    """With what the extras bring: a classifier of pictures, and a signature under them. Raises Misconfigured."""
    if settings.classifier == "on":
        from bot.models.content import classifier_of

        classifier = classifier_of(gate)
        closing.callback(classifier.close)
        described = (*models.described, ("Content", "pictures looked at by the small classifier"))
        models = replace(models, checkers=(*models.checkers, classifier), described=described)
    if settings.signs:
        from bot.models.marking import signer_of

        signer = signer_of(settings)
        closing.callback(signer.close)
        described = (*models.described, ("Signature", f"as {signer.name}"))
        models = replace(models, signer=signer, described=described)
    return models


def _is_hosted(settings: Settings) -> bool:
    """Whether anything names a model server, or what only such a server needs."""
    return (
        settings.has_image_model
        or settings.models is not None
        or bool(settings.image_model or settings.image_backend or settings.embedding_model or settings.prices)
    )


def _built_in(fetcher: Fetcher, search: WebSearch, closing: AsyncExitStack) -> Models:
    embedder = NanoEmbedder()
    return Models(
        planner=BuiltInPlanner(embedder), judge=BuiltInJudge(), merger=BuiltInMerger(), image_model=SketchRenderer(),
        embedder=embedder, search=search, fetcher=fetcher, free=True, free_pictures=True, series_by_reference=False,
        described=(("Planner", BUILT_IN_PLANNER), ("Pictures", BUILT_IN_PICTURES)), close=closing.aclose,
    )  # fmt: skip
