"""What plans: OpenAI or a server in its place, or the provider whose key is all that was set."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from openai import AsyncOpenAI
from pydantic import SecretStr

from adapters.gemini.image_model import BASE_URL as GEMINI_URL
from adapters.gemini.models import CHAT_MODEL as GEMINI_CHAT
from adapters.openai.connection import connect
from adapters.openai.model_names import CHAT_MODEL
from adapters.openrouter.image_model import BASE_URL as OPENROUTER_URL
from adapters.openrouter.image_model import CHAT_MODEL as OPENROUTER_CHAT
from bot.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatServer:
    """What plans, and the model it is asked for where none is named."""

    client: AsyncOpenAI
    base_url: str
    model: str


def chat_server_of(settings: Settings, closing: AsyncExitStack) -> ChatServer | None:
    """OpenAI or a server in its place, else the provider whose key is all that was set, else none."""
    found: tuple[SecretStr | None, str, str]
    if settings.speaks_openai:
        # A server of one's own holds one model as a rule: the first it lists.
        found = (
            settings.openai_api_key,
            settings.openai_base_url,
            "" if settings.openai_base_url else CHAT_MODEL,
        )
    elif settings.gemini_api_key is not None:
        base_url = f"{settings.gemini_url or GEMINI_URL}/v1beta/openai"
        found = (settings.gemini_api_key, base_url, GEMINI_CHAT)
    elif settings.openrouter_api_key is not None:
        found = (settings.openrouter_api_key, settings.openrouter_url or OPENROUTER_URL, OPENROUTER_CHAT)
    else:
        return None
    key, base_url, model = found
    client = connect(key=key.get_secret_value() if key else "", base_url=base_url)
    closing.push_async_callback(client.close)
    return ChatServer(client=client, base_url=base_url, model=settings.chat_model or model)
