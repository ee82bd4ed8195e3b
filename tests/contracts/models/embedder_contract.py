"""What every `Embedder` does."""

from abc import ABC, abstractmethod

import numpy as np
import pytest

from agent.ports import Embedder

TEXTS = ["prefers watercolour", "Luna is a silver-haired elf", "draws at night"]


class EmbedderContract(ABC):
    @abstractmethod
    @pytest.fixture
    async def embedder(self) -> Embedder: ...

    async def test_vectors_have_length_one_and_the_promised_dimensions(self, embedder: Embedder) -> None:
        vectors = await embedder.embed_passages(TEXTS)

        assert np.asarray(vectors).shape == (3, embedder.dimensions)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)

    async def test_vectors_come_in_the_order_of_their_texts(self, embedder: Embedder) -> None:
        together = await embedder.embed_passages(TEXTS)
        alone = [(await embedder.embed_passages([text]))[0] for text in TEXTS]

        assert np.allclose(together, alone, atol=1e-3)

    async def test_a_query_is_a_vector_of_the_same_kind(self, embedder: Embedder) -> None:
        vector = await embedder.embed_query("watercolour")

        assert len(vector) == embedder.dimensions
        assert np.isclose(np.linalg.norm(vector), 1.0, atol=1e-3)

    async def test_nothing_gives_nothing(self, embedder: Embedder) -> None:
        assert list(await embedder.embed_passages([])) == []

    async def test_an_empty_and_a_very_long_text_are_embedded_too(self, embedder: Embedder) -> None:
        vectors = await embedder.embed_passages(["", "fox " * 1_000])

        assert len(vectors) == 2
