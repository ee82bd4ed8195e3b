"""Which model a server is asked for: the one that was named, else the first that it lists (servers of one's own hold one)."""

import asyncio

import pydantic
from openai import AsyncOpenAI

from adapters.openai.answers import ModelList
from adapters.openai.connecting import within
from adapters.openai.errors import UNREADABLE, Garbled, Lasting
from adapters.openai.trying import Sleep, trying

LIST_SECONDS = 10.0


class ModelName:
    """A model's name, looked up once where none was given."""

    def __init__(self, client: AsyncOpenAI, name: str, *, sleep: Sleep = asyncio.sleep) -> None:
        self._client = client
        self._name = name
        self._sleep = sleep

    @property
    def known(self) -> str:
        """The name so far; "" until it was looked up."""
        return self._name

    async def get(self) -> str:
        """Raises ModelUnavailable."""
        if not self._name:
            names = await listed(self._client, sleep=self._sleep)
            if not names:
                raise Lasting("the model server lists no model: name one in ATELIER_CHAT_MODEL")
            self._name = names[0]
        return self._name


async def listed(client: AsyncOpenAI, *, sleep: Sleep = asyncio.sleep) -> list[str]:
    """The models the server lists, in its order. Raises ModelUnavailable."""
    answer = await trying(
        lambda: client.models.with_raw_response.list(timeout=within(LIST_SECONDS)), sleep=sleep
    )
    try:
        return [model.id for model in ModelList.parsed(answer.content).data]
    except pydantic.ValidationError as error:
        raise Garbled(UNREADABLE) from error
