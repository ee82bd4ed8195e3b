"""Text to vectors through /embeddings."""

import asyncio
from collections.abc import Sequence

import numpy as np
import pydantic
from openai import AsyncOpenAI

from adapters.openai.connection import within
from adapters.openai.errors import UNREADABLE, Garbled, Lasting
from adapters.openai.retries import Sleep, trying
from adapters.openai.wire_answers import EmbeddingAnswer
from agent.errors import ModelUnavailable

BATCH = 64
"""Texts of one call."""
TEXT_CHARS_MAX = 8_000
"""About 2,000 tokens; memories are far shorter."""
EMBED_SECONDS = 20.0
DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}


class OpenAIEmbedder:
    """Implements Embedder. `dimensions` of a model that is not in DIMENSIONS is 0 until its first answer."""

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        timeout_seconds: float = EMBED_SECONDS,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._client = client
        self.model = model
        self.dimensions = DIMENSIONS.get(model, 0)
        self._timeout_seconds = timeout_seconds
        self._sleep = sleep

    async def embed_query(self, text: str) -> Sequence[float]:
        return (await self.embed_passages([text]))[0]

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        found: list[Sequence[float]] = []
        for start in range(0, len(texts), BATCH):
            found += await self._batch(texts[start : start + BATCH])
        return found

    async def _batch(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        wanted = [text[:TEXT_CHARS_MAX] or " " for text in texts]
        try:
            async with asyncio.timeout(self._timeout_seconds):
                raw = await trying(
                    lambda: self._client.embeddings.with_raw_response.create(
                        model=self.model,
                        input=wanted,
                        encoding_format="float",  # small servers do not know the SDK's base64
                        timeout=within(self._timeout_seconds),
                    ),
                    sleep=self._sleep,
                )
        except TimeoutError as error:
            raise ModelUnavailable("the embedding model took too long") from error
        return self._normalised(raw.content, len(texts))

    def _normalised(self, content: bytes, count: int) -> Sequence[Sequence[float]]:
        """L2-normalised float32 vectors in the order of the texts. Raises ModelUnavailable."""
        try:
            answer = EmbeddingAnswer.parsed(content)
        except pydantic.ValidationError as error:
            raise Garbled(UNREADABLE) from error
        rows = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
        if len(rows) != count or len({len(row) for row in rows}) != 1 or not rows[0]:
            raise Lasting("the embedding model answers with vectors that do not fit the texts")
        vectors = np.asarray(rows, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.all(np.isfinite(vectors)) or np.any(lengths == 0):
            raise Lasting("the embedding model answers with vectors that cannot be compared")
        if self.dimensions not in (0, vectors.shape[1]):
            raise Lasting(
                f"{self.model} answers with {vectors.shape[1]} dimensions instead of {self.dimensions}"
            )
        self.dimensions = int(vectors.shape[1])
        return (vectors / lengths).tolist()
