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
from adapters.builtin.planner.planner import BuiltInPlanner
from adapters.builtin.sketch_model import SketchRenderer
from adapters.gemini.models import DEFAULT_MODEL as GEMINI_MODEL
from adapters.http.circuit_breaker import (
    CircuitBreaker,
    GuardedContentChecker,
    GuardedEmbedder,
    GuardedImageModel,
    GuardedLanguageModel,
)
from adapters.image_servers.catalogue import ImageModels
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.distiller import ModelDistiller
from adapters.openai.embedder import OpenAIEmbedder
from adapters.openai.images.image_model import OpenAIImageModel
from adapters.openai.images.spare_model import SparedImageModel, SparedJudge
from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.model_names import CHAT_MODEL, IMAGE_MODEL
from adapters.openai.moderation import OpenAIContentChecker
from adapters.openai.planner.plan_trial import SIZES, try_plans
from adapters.openai.planner.planner import ModelPlanner
from adapters.openai.prices import PriceTable, read_prices
from adapters.openrouter.image_model import DEFAULT_MODEL as OPENROUTER_MODEL
from agent.domain.image_models import ModelCard
from agent.domain.plan_sizes import PLAN_SECONDS, PlanSize, PlanTrial
from agent.ports import (
    ContentChecker,
    Embedder,
    Fetcher,
    ImageModel,
    Judge,
    LanguageModel,
    PixelGate,
    WebSearch,
)
from bot.clock import SystemClock
from bot.model_entries import Entry
from bot.models.builder import ModelBuilder, openai_offered
from bot.models.chat_server import ChatServer, chat_server_of
from bot.models.model_set import BUILT_IN_PICTURES, BUILT_IN_PLANNER, Models
from bot.models.proofs import prove_all
from bot.plan_sizing import PlanSizing
from bot.settings import Settings, entries_of
from bot.shown_urls import host_of

ONLY_NAME = "standard"
"""What the only image model is called where nobody named it."""
SERVERS_OWN = "the server's model"


def hosted_models(
    settings: Settings, gate: PixelGate, *, fetcher: Fetcher, search: WebSearch, closing: AsyncExitStack
) -> Models:
    """The configured models, and the built-in ones for the parts that are not. Raises Misconfigured."""
    prices = read_prices(settings.prices)
    builder = ModelBuilder(settings, gate, fetcher, prices, closing)
    chat = chat_server_of(settings, closing)
    language = _language(settings, chat, prices)
    entries = entries_of(settings) or native_entries(settings)
    images, image_client = (None, None) if entries else _images(settings, chat, closing, builder)
    breakers, speaks, draws = _guarded(settings, language, images, closing, builder)
    embedder = _embedder(settings, chat.client if chat else None)
    offline = BuiltInPlanner(embedder if isinstance(embedder, NanoEmbedder) else None)
    planner = _planner(settings, speaks, offline)
    judge: Judge = ModelJudge(speaks) if speaks and (images or entries) else BuiltInJudge()
    spared = images is not None and _is_spared(settings)
    if images is not None and spared:
        draws = SparedImageModel(images, SketchRenderer())
        judge = SparedJudge(judge, BuiltInJudge(), draws)
    catalogue = _catalogue(settings, entries, builder, images, draws)
    cards = [offered.card for offered in catalogue.offered]
    return Models(
        planner=planner or offline,
        judge=judge,
        merger=ModelMerger(speaks) if speaks else BuiltInMerger(),
        image_model=catalogue if entries else draws or SketchRenderer(),
        catalogue=catalogue,
        embedder=embedder,
        search=search,
        fetcher=fetcher,
        free=language is None,
        free_pictures=images is None and not entries,
        series_by_reference=any(card.abilities.references_max > 0 for card in cards) or bool(entries),
        described=_described(settings, language, images, chat, cards if entries else ()),
        close=closing.aclose,
        checkers=_checkers(settings, chat),
        breakers=[*breakers, *builder.breakers],
        distiller=ModelDistiller(speaks) if speaks else BuiltInDistiller(),
        prove=partial(
            prove_all,
            language=language,
            image_model=images,
            image_client=image_client,
            spared=spared,
            catalogue=catalogue,
        ),
        sizing=_sizing(settings, language, planner) if language and planner else None,
    )


def native_entries(settings: Settings) -> tuple[Entry, ...]:
    """The image model of a provider whose key is all that was set."""
    if settings.speaks_openai or settings.image_base_url or settings.image_api_key is not None:
        return ()
    if settings.gemini_api_key is not None:
        model = settings.image_model or GEMINI_MODEL
        return (Entry(name=ONLY_NAME, api="gemini", model=model, default=True),)
    if settings.openrouter_api_key is not None:
        model = settings.image_model or OPENROUTER_MODEL
        return (Entry(name=ONLY_NAME, api="openrouter", model=model, default=True),)
    return ()


def _catalogue(
    settings: Settings,
    entries: Sequence[Entry],
    builder: ModelBuilder,
    images: OpenAIImageModel | None,
    draws: ImageModel | None,
) -> ImageModels:
    if entries:
        return ImageModels(builder.built(entries))
    only = Entry(name=ONLY_NAME, api="openai", default=True)
    if images is None or draws is None:
        return ImageModels([builder.builtin(only)])
    base_url = settings.image_base_url or settings.openai_base_url
    return ImageModels(
        [openai_offered(images, builder.table, base_url, name=ONLY_NAME, entry=only, draws=draws)]
    )


def _planner(
    settings: Settings, speaks: LanguageModel | None, offline: BuiltInPlanner
) -> ModelPlanner | None:
    """Until the model was tried, a hosted one is taken for large and one of one's own for small."""
    if speaks is None:
        return None
    untried: PlanSize = "hints" if settings.openai_base_url else "full"
    size: PlanSize = untried if settings.plan == "auto" else settings.plan
    return ModelPlanner(speaks, fallback=offline, size=size, seconds=settings.plan_seconds or PLAN_SECONDS)


def _sizing(settings: Settings, language: OpenAILanguageModel, planner: ModelPlanner) -> PlanSizing:
    sizes = SIZES if settings.plan == "auto" else (settings.plan,)

    async def name() -> str:
        return f"{urlsplit(settings.openai_base_url).netloc} {await language.name()} {settings.plan}".strip()

    def take(trial: PlanTrial) -> None:
        planner.size = trial.size
        planner.seconds = settings.plan_seconds or trial.patience()

    return PlanSizing(name=name, measure=lambda name: try_plans(language, name=name, sizes=sizes), take=take)


def _guarded(
    settings: Settings,
    language: OpenAILanguageModel | None,
    images: OpenAIImageModel | None,
    closing: AsyncExitStack,
    builder: ModelBuilder,
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
            model = OpenAILanguageModel(second, model=name, api="chat", prices=builder.table)
            speaking.append((CircuitBreaker("second chat", clock), model))
        if images and settings.fallback_image_model:
            name = settings.fallback_image_model
            spare = builder.openai_model(second, name, settings.fallback_base_url)
            drawing.append((CircuitBreaker("second images", clock), spare))
    breakers = [breaker for breaker, _ in (*speaking, *drawing)]
    return (
        breakers,
        GuardedLanguageModel(speaking) if speaking else None,
        GuardedImageModel(drawing) if drawing else None,
    )


def _language(settings: Settings, chat: ChatServer | None, prices: PriceTable) -> OpenAILanguageModel | None:
    if chat is None:
        return None
    return OpenAILanguageModel(chat.client, model=chat.model, api=settings.chat_api, prices=prices)


def _images(
    settings: Settings, chat: ChatServer | None, closing: AsyncExitStack, builder: ModelBuilder
) -> tuple[OpenAIImageModel | None, AsyncOpenAI | None]:
    """The image model and its server: the chat server's, unless another is named."""
    client = chat.client if chat and settings.speaks_openai else None
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
    return builder.openai_model(client, name, base_url, backend=settings.image_backend), client


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


def _checkers(settings: Settings, chat: ChatServer | None) -> tuple[ContentChecker, ...]:
    """The chat server's moderation: OpenAI's own is free, other servers seldom have one."""
    wanted = settings.moderation == "on" or (settings.moderation == "auto" and not settings.openai_base_url)
    if chat is None or not settings.speaks_openai or not wanted:
        return ()
    checker = OpenAIContentChecker(chat.client)
    return (GuardedContentChecker(CircuitBreaker("moderation", SystemClock()), checker),)


def _embedder(settings: Settings, client: AsyncOpenAI | None) -> Embedder:
    if client is None or not settings.embedding_model:
        return NanoEmbedder()
    breaker = CircuitBreaker("embeddings", SystemClock())
    return GuardedEmbedder(breaker, OpenAIEmbedder(client, model=settings.embedding_model))


def _described(
    settings: Settings,
    language: OpenAILanguageModel | None,
    images: OpenAIImageModel | None,
    chat: ChatServer | None,
    cards: Sequence[ModelCard],
) -> tuple[tuple[str, str], ...]:
    lines = [("Planner", _at(language.model, chat.base_url) if language and chat else BUILT_IN_PLANNER)]
    for card in cards:
        model = card.model or SERVERS_OWN
        named = model if card.name == ONLY_NAME else f"{card.name}: {model}"
        lines.append(("Pictures", named + (" (the usual one)" if card.is_default and len(cards) > 1 else "")))
    if images:
        spare = ", else sketches" if _is_spared(settings) else ""
        lines.append(
            ("Pictures", _at(images.model, settings.image_base_url or settings.openai_base_url) + spare)
        )
    elif not cards:
        lines.append(("Pictures", BUILT_IN_PICTURES))
    if chat and settings.embedding_model:
        lines.append(("Memory", _at(settings.embedding_model, chat.base_url)))
    return tuple(lines)


def _at(model: str, base_url: str) -> str:
    name = model or SERVERS_OWN
    return f"{name} at {host_of(base_url)}" if base_url else name
