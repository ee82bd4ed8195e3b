"""The configured models (OPENAI_BASE_URL, ATELIER_CHAT_MODEL, ATELIER_PLAN ... as for `python -m bot`) at hand for a benchmark, without a
database: what a trial shows is not kept."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from adapters.media.gate import PillowGate
from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from adapters.openai.model_names import CHAT_MODEL, IMAGE_MODEL
from adapters.openai.prices import Price, read_prices
from agent.ports import ImageModel, LanguageModel, Planner
from bot.models.choice import choose_models
from bot.models.model_set import Models
from bot.settings import Settings, read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchModels:
    models: Models
    planner: Planner
    images: ImageModel
    language: LanguageModel | None
    """None: nothing but the built-in parts is configured."""
    name: str
    """Of the chat model and the size of its plans, for the table."""
    chat_price: Price
    image_price: Price


@asynccontextmanager
async def bench_models() -> AsyncGenerator[BenchModels]:
    """Raises Misconfigured; ModelUnavailable where the model that is to be tried is away."""
    settings = read_settings()
    models = choose_models(settings, PillowGate())
    client = None
    try:
        name, size = "built-in planner", ""
        if models.sizing is not None:
            name = await models.sizing.name()
            if settings.plan == "auto":
                trial = await models.sizing.measure(name)
                models.sizing.take(trial)
                size = f" ({trial.size})"
        if settings.has_models:
            key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
            client = connect(key=key, base_url=settings.openai_base_url)
        prices = read_prices(settings.prices)
        yield BenchModels(
            models=models,
            planner=models.planner,
            images=models.image_model,
            language=OpenAILanguageModel(client, model=_chat(settings), api=settings.chat_api, prices=prices) if client else None,
            name=f"{name}{size}",
            chat_price=prices.price(_chat(settings)),
            image_price=prices.price(settings.image_model or IMAGE_MODEL),
        )  # fmt: skip
    finally:
        await models.close()
        if client is not None:
            await client.close()


def _chat(settings: Settings) -> str:
    return settings.chat_model or ("" if settings.openai_base_url else CHAT_MODEL)


def processor_seconds(process: int) -> float:
    """User and system time of a process of this machine so far, such as a model server; wall time says little on a shared one."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100
