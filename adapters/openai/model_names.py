"""Which model a server is asked for: the one that was named, else one that it lists (servers of one's own hold one as a rule),
else the default of those that list none."""

import asyncio
import re

import pydantic
from openai import AsyncOpenAI

from adapters.openai.connection import within
from adapters.openai.errors import UNREADABLE, Garbled, Lasting
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import ModelList

LIST_SECONDS = 10.0
CHAT_MODEL = "gpt-6.1-terra"
"""Where nothing is named and nothing else listed: sees, keeps schemas, about $0.004 a plan (since October 2026)."""
IMAGE_MODEL = "gpt-image-2.6-flare"
"""As CHAT_MODEL: edits, streams previews, the faster of its pair (since November 2026)."""
_DRAWS = re.compile(
    r"image|flux|diffusion|sdxl|\bsd[-_. ]?[123x]|kontext|imagen|banana|pixart|kandinsky|krea|hidream",
    re.IGNORECASE,
)
_TALKS_NOT = re.compile(r"embed|whisper|tts|audio|speech|rerank|moderation|guard", re.IGNORECASE)


class ModelName:
    """A chat model's name, or an image model's if it `draws`, looked up once where none was given."""

    def __init__(
        self, client: AsyncOpenAI, name: str, *, draws: bool = False, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._client = client
        self._name = name
        self._draws = draws
        self._sleep = sleep

    @property
    def known(self) -> str:
        """The name so far; "" until it was looked up."""
        return self._name

    async def get(self) -> str:
        """Raises ModelUnavailable."""
        if not self._name:
            try:
                names = await listed(self._client, sleep=self._sleep)
            except (Lasting, Garbled):
                names = []  # a server that lists nothing may answer all the same
            self._name = chosen(names, draws=self._draws)
        return self._name


def may_draw(name: str) -> bool:
    """Whether a model's name speaks of pictures.

    >>> may_draw("flux.2"), may_draw("qwen2.5-coder")
    (True, False)
    """
    return _DRAWS.search(name) is not None


def chosen(names: list[str], *, draws: bool) -> str:
    """Of the listed names the one to use.

    >>> chosen(["nomic-embed-text", "qwen3-vl", "flux.2"], draws=False)
    'qwen3-vl'
    """
    default = IMAGE_MODEL if draws else CHAT_MODEL
    if default in names:
        return default
    if draws:
        fitting = [name for name in names if _DRAWS.search(name)]
    else:
        fitting = [name for name in names if not _TALKS_NOT.search(name) and not _DRAWS.search(name)]
    return next(iter(fitting), names[0] if len(names) == 1 else default)


async def listed(client: AsyncOpenAI, *, sleep: Sleep = asyncio.sleep) -> list[str]:
    """The models the server lists, in its order. Raises ModelUnavailable."""
    answer = await trying(
        lambda: client.models.with_raw_response.list(timeout=within(LIST_SECONDS)), sleep=sleep
    )
    try:
        return [model.id for model in ModelList.parsed(answer.content).data]
    except pydantic.ValidationError as error:
        raise Garbled(UNREADABLE) from error
