"""An embedder that hashes words: texts that share words are near each other. Can go away, and can become another model."""

import hashlib
import math
from collections.abc import Sequence

from agent.errors import ModelUnavailable
from db.memory.terms import all_terms


class FakeEmbedder:
    """The `Embedder`."""

    def __init__(self, model: str = "words", dimensions: int = 64) -> None:
        self.model = model
        self.dimensions = dimensions
        self.away = False
        self.embedded: list[str] = []
        """Every passage that was embedded, in order."""

    async def embed_query(self, text: str) -> Sequence[float]:
        self._check()
        return self._vector(text)

    async def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        self._check()
        self.embedded += texts
        return [self._vector(text) for text in texts]

    def _check(self) -> None:
        if self.away:
            raise ModelUnavailable("the embedder is away")

    def _vector(self, text: str) -> list[float]:
        values = [0.0] * self.dimensions
        for term in all_terms(text) or [text]:
            digest = hashlib.sha256(f"{self.model}/{term}".encode(errors="replace")).digest()
            values[digest[0] % self.dimensions] += 1.0 if digest[1] % 2 else -1.0
        length = math.sqrt(sum(value * value for value in values)) or 1.0
        return [value / length for value in values]
