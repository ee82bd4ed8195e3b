"""Judges words and pictures through /moderations. Pictures are judged as sexual, violent or of self-harm alone; a minor in one is not told
apart, so that the request's words have to be weighed with it (OpenAI, guides/moderation)."""

import asyncio
import base64
from collections.abc import Mapping
from typing import Any

import pydantic
from openai import AsyncOpenAI

from adapters.openai.connection import within
from adapters.openai.errors import UNREADABLE, Garbled
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import Lenient
from agent.domain.generation import ImageData
from agent.errors import ModelUnavailable
from agent.ports import Category, Verdict

MODEL = "omni-moderation-latest"
TEXT_CHARS_MAX = 12_000
"""A request of the longest kind and what was planned from it; about 3,000 tokens."""
CATEGORIES: Mapping[str, Category] = {
    "sexual": "sexual",
    "sexual/minors": "minors",
    "violence/graphic": "gory",
    "hate": "harm",
    "hate/threatening": "harm",
    "illicit/violent": "harm",
    "self-harm/instructions": "harm",
}
"""By the provider's names. The others (harassment, violence, thoughts of self-harm) are no reason not to draw."""


class _Result(Lenient):
    categories: dict[str, bool | None]
    category_scores: dict[str, float | None] = pydantic.Field(default_factory=dict[str, float | None])


class _Answer(Lenient):
    results: list[_Result]


class OpenAIContentChecker:
    """Implements ContentChecker."""

    name = "moderation"
    reads = True
    sees = True

    def __init__(self, client: AsyncOpenAI, *, model: str = MODEL, sleep: Sleep = asyncio.sleep) -> None:
        self._client = client
        self._model = model
        self._sleep = sleep

    async def words(self, text: str, *, timeout_seconds: float) -> Verdict:
        return await self._asked({"type": "text", "text": text[:TEXT_CHARS_MAX] or " "}, timeout_seconds)

    async def picture(self, image: ImageData, *, timeout_seconds: float) -> Verdict:
        url = f"data:{image.media_type};base64,{base64.b64encode(image.data).decode()}"
        return await self._asked({"type": "image_url", "image_url": {"url": url}}, timeout_seconds)

    async def _asked(self, part: Any, timeout_seconds: float) -> Verdict:
        try:
            async with asyncio.timeout(timeout_seconds):
                raw = await trying(
                    lambda: self._client.moderations.with_raw_response.create(
                        model=self._model, input=[part], timeout=within(timeout_seconds)
                    ),
                    sleep=self._sleep,
                )
        except TimeoutError as error:
            raise ModelUnavailable("the moderation model took too long") from error
        return _verdict(raw.content)


def _verdict(content: bytes) -> Verdict:
    try:
        results = _Answer.parsed(content).results
    except pydantic.ValidationError as error:
        raise Garbled(UNREADABLE) from error
    if not results:
        raise Garbled(UNREADABLE)
    flagged = {name for result in results for name, is_so in result.categories.items() if is_so}
    scores = {name: result.category_scores.get(name) or 0.0 for result in results for name in flagged}
    return Verdict(
        categories=frozenset(CATEGORIES[name] for name in flagged if name in CATEGORIES), scores=scores
    )
