"""What voice messages are listened to with, where the operator named it. Imported only then, as the other models of a server."""

from contextlib import AsyncExitStack

from adapters.http.circuit_breaker import CircuitBreaker, GuardedTranscriber
from adapters.openai.connection import connect
from adapters.openai.prices import read_prices
from adapters.openai.transcriber import OpenAITranscriber
from agent.ports import Transcriber
from bot.clock import SystemClock
from bot.settings import Settings
from bot.shown_urls import host_of


def transcriber_of(settings: Settings, closing: AsyncExitStack) -> tuple[Transcriber, str]:
    """The model behind a breaker, and how it is described. The chat server's key is told to that server alone."""
    base_url = settings.transcription_base_url or settings.openai_base_url
    key = settings.transcription_api_key
    if key is None and not settings.transcription_base_url:
        key = settings.openai_api_key
    client = connect(key=key.get_secret_value() if key else "", base_url=base_url)
    closing.push_async_callback(client.close)
    prices = read_prices(settings.prices)
    model = OpenAITranscriber(client, model=settings.transcription_model, prices=prices)
    guarded = GuardedTranscriber(CircuitBreaker("transcription", SystemClock()), model)
    named = settings.transcription_model
    return guarded, f"{named} at {host_of(base_url)}" if base_url else named
