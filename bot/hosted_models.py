"""Models behind an OpenAI-compatible server, where one is configured. Imported only then: the SDK takes half as long to import as
the rest of the house."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from functools import partial
from urllib.parse import urlsplit

from openai import AsyncOpenAI

from adapters.builtin.distiller import BuiltInDistiller
from adapters.builtin.embedder import NanoEmbedder
from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.rules_planner import BuiltInPlanner
from adapters.builtin.sketch_model import SketchRenderer
from adapters.http.circuit_breaker import (
    CircuitBreaker,
    GuardedContentChecker,
    GuardedEmbedder,
    GuardedImageModel,
    GuardedLanguageModel,
    GuardedTranscriber,
)
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.distiller import ModelDistiller
from adapters.openai.embedder import OpenAIEmbedder
from adapters.openai.images.capabilities import capabilities_of
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.images.spare_model import SparedImageModel, SparedJudge
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.model_checks import prove
from adapters.openai.model_names import CHAT_MODEL, IMAGE_MODEL
from adapters.openai.moderation import OpenAIContentChecker
from adapters.openai.plain_planner import PlainPlanner
from adapters.openai.planner.planner import ModelPlanner
from adapters.openai.prices import PriceTable, read_prices
from adapters.openai.transcriber import OpenAITranscriber
from agent.ports import (
    ContentChecker,
    Embedder,
    Fetcher,
    ImageModel,
    Judge,
    LanguageModel,
    PixelGate,
    Planner,
    Transcriber,
    WebSearch,
)
from bot.clock import SystemClock
from bot.models import BUILT_IN_PICTURES, BUILT_IN_PLANNER, Models
from bot.settings import Settings
from bot.shown_urls import host_of


def hosted_models(
    settings: Settings, gate: PixelGate, *, fetcher: Fetcher, search: WebSearch, closing: AsyncExitStack
) -> Models:
    """The configured models, and the built-in ones for the parts that are not. Raises Misconfigured."""
    prices = read_prices(settings.prices)
    client = _client(settings, closing)
    language = _language(settings, client, prices)
    images, image_client = _images(settings, client, closing, gate, fetcher, prices)
    breakers, speaks, draws = _guarded(settings, language, images, closing, gate, fetcher, prices)
    embedder = _embedder(settings, client)
    judge: Judge = ModelJudge(speaks) if speaks and images else BuiltInJudge()
    spared = images is not None and _is_spared(settings)
    if images is not None and spared:
        draws = SparedImageModel(images, SketchRenderer())
        judge = SparedJudge(judge, BuiltInJudge(), draws)
    return Models(
        planner=_planner(speaks, embedder),
        judge=judge,
        merger=ModelMerger(speaks) if speaks else BuiltInMerger(),
        image_model=draws or SketchRenderer(),
        embedder=embedder,
        search=search,
        fetcher=fetcher,
        free=language is None,
        free_pictures=images is None,
        series_by_reference=images is not None and images.capabilities.references_max > 0,
        described=_described(settings, language, images),
        close=closing.aclose,
        breakers=breakers,
        checkers=_checkers(settings, client),
        transcriber=_transcriber(settings, client, closing),
        distiller=ModelDistiller(speaks) if speaks else BuiltInDistiller(),
        prove=partial(prove, language=language, image_model=images, image_client=image_client, spared=spared),
    )


def _planner(speaks: LanguageModel | None, embedder: Embedder) -> Planner:
    """The configured model's, else the built-in one, which shares the built-in embedder."""
    if speaks is not None:
        return ModelPlanner(speaks, fallback=PlainPlanner())
    return BuiltInPlanner(embedder if isinstance(embedder, NanoEmbedder) else None)


def _guarded(
    settings: Settings,
    language: OpenAILanguageModel | None,
    images: OpenAIImageModel | None,
    closing: AsyncExitStack,
    gate: PixelGate,
    fetcher: Fetcher,
    prices: PriceTable,
) -> tuple[Sequence[CircuitBreaker], LanguageModel | None, ImageModel | None]:
    """Each model behind a breaker, with the second server's in its place while it does not answer."""
    clock = SystemClock()
    speaking = [(CircuitBreaker("chat", clock), language)] if language else []
    drawing = [(CircuitBreaker("images", clock), images)] if images else []
    if settings.has_fallback:
        key = settings.fallback_api_key.get_secret_value() if settings.fallback_api_key else ""
        second = connect(key=key, base_url=settings.fallback_base_url)
        closing.push_async_callback(second.close)
        if language and (settings.fallback_chat_model or not settings.fallback_image_model):
            name = settings.fallback_chat_model or ("" if settings.fallback_base_url else CHAT_MODEL)
            model = OpenAILanguageModel(second, model=name, api="chat", prices=prices)
            speaking.append((CircuitBreaker("second chat", clock), model))
        if images and settings.fallback_image_model:
            name = settings.fallback_image_model
            spare = OpenAIImageModel(second, model=name, gate=gate, fetcher=fetcher, prices=prices)
            drawing.append((CircuitBreaker("second images", clock), spare))
    breakers = [breaker for breaker, _ in (*speaking, *drawing)]
    return (
        breakers,
        GuardedLanguageModel(speaking) if speaking else None,
        GuardedImageModel(drawing) if drawing else None,
    )


def _client(settings: Settings, closing: AsyncExitStack) -> AsyncOpenAI | None:
    """Of the chat server, if there is one."""
    if not settings.has_models:
        return None
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    client = connect(key=key, base_url=settings.openai_base_url)
    closing.push_async_callback(client.close)
    return client


def _language(
    settings: Settings, client: AsyncOpenAI | None, prices: PriceTable
) -> OpenAILanguageModel | None:
    if client is None:
        return None
    # A server of one's own holds one model as a rule: the first it lists.
    name = settings.chat_model or ("" if settings.openai_base_url else CHAT_MODEL)
    return OpenAILanguageModel(client, model=name, api=settings.chat_api, prices=prices)


def _images(
    settings: Settings,
    client: AsyncOpenAI | None,
    closing: AsyncExitStack,
    gate: PixelGate,
    fetcher: Fetcher,
    prices: PriceTable,
) -> tuple[OpenAIImageModel | None, AsyncOpenAI | None]:
    """The image model and its server: the chat server's, unless another is named."""
    if settings.image_base_url:
        client = connect(key=_image_key(settings), base_url=settings.image_base_url)
        closing.push_async_callback(client.close)
    elif settings.image_api_key is not None:
        client = connect(key=settings.image_api_key.get_secret_value(), base_url=settings.openai_base_url)
        closing.push_async_callback(client.close)
    if client is None:
        return None, None
    base_url = settings.image_base_url or settings.openai_base_url
    name = settings.image_model or ("" if base_url else IMAGE_MODEL)
    able = capabilities_of(name, base_url, backend=settings.image_backend) if settings.image_backend else None
    model = OpenAIImageModel(client, model=name, capabilities=able, gate=gate, fetcher=fetcher, prices=prices)
    return model, client


def _is_spared(settings: Settings) -> bool:
    """Nobody said that the server draws: many a chat server does not, and the sketches stand by."""
    named = (
        settings.image_model or settings.image_base_url or settings.image_backend or settings.image_api_key
    )
    return bool(settings.openai_base_url) and not named


def _image_key(settings: Settings) -> str:
    """The image server's own key; the chat server's only where it is the same host, since keys are told to nobody else."""
    if settings.image_api_key is not None:
        return settings.image_api_key.get_secret_value()
    same = urlsplit(settings.image_base_url).netloc == urlsplit(settings.openai_base_url).netloc
    return settings.openai_api_key.get_secret_value() if same and settings.openai_api_key else ""


def _checkers(settings: Settings, client: AsyncOpenAI | None) -> tuple[ContentChecker, ...]:
    """The chat server's moderation: OpenAI's own is free, other servers seldom have one."""
    wanted = settings.moderation == "on" or (settings.moderation == "auto" and not settings.openai_base_url)
    if client is None or not wanted:
        return ()
    return (GuardedContentChecker(CircuitBreaker("moderation", SystemClock()), OpenAIContentChecker(client)),)


def _transcriber(
    settings: Settings, client: AsyncOpenAI | None, closing: AsyncExitStack
) -> Transcriber | None:
    """Its own server's, where one is named; the chat server's key is told to that one alone."""
    if not settings.listens:
        return None
    own = settings.transcription_api_key
    if settings.transcription_base_url or own is not None or client is None:
        base_url = settings.transcription_base_url or settings.openai_base_url
        client = connect(key=own.get_secret_value() if own else "", base_url=base_url)
        closing.push_async_callback(client.close)
    transcriber = OpenAITranscriber(client, model=settings.transcription_model)
    return GuardedTranscriber(CircuitBreaker("transcription", SystemClock()), transcriber)


def _embedder(settings: Settings, client: AsyncOpenAI | None) -> Embedder:
    if client is None or not settings.embedding_model:
        return NanoEmbedder()
    breaker = CircuitBreaker("embeddings", SystemClock())
    return GuardedEmbedder(breaker, OpenAIEmbedder(client, model=settings.embedding_model))


def _described(
    settings: Settings, language: OpenAILanguageModel | None, images: OpenAIImageModel | None
) -> tuple[tuple[str, str], ...]:
    lines = [
        ("Planner", _at(language.model, settings.openai_base_url) if language else BUILT_IN_PLANNER),
        (
            "Pictures",
            _at(images.model, settings.image_base_url or settings.openai_base_url)
            + (", else sketches" if _is_spared(settings) else "")
            if images
            else BUILT_IN_PICTURES,
        ),
    ]
    if language and settings.embedding_model:
        lines.append(("Memory", _at(settings.embedding_model, settings.openai_base_url)))
    if settings.listens:
        where = settings.transcription_base_url or settings.openai_base_url
        lines.append(("Voice", _at(settings.transcription_model, where)))
    return tuple(lines)


def _at(model: str, base_url: str) -> str:
    name = model or "the server's model"
    return f"{name} at {host_of(base_url)}" if base_url else name
