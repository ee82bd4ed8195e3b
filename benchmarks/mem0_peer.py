"""mem0 on the same conversations: same turns, same embedder, same Postgres. mem0 is no part of this project; `--vs mem0` needs
it installed beside it: `pip install mem0ai==2.2.1`."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

from benchmarks.locomo import Conversation
from benchmarks.results import Found

TOP = 10


class _Memory(Protocol):
    """The part of `mem0.Memory` that is used."""

    embedding_model: object

    def add(self, text: str, *, user_id: str, metadata: Mapping[str, str], infer: bool) -> object: ...

    def search(self, text: str, *, filters: Mapping[str, str], top_k: int, threshold: float) -> Any: ...


class VectorsBefore:
    """An embedder for mem0 that looks vectors up which were made before: only its own work is timed."""

    def __init__(self, vectors: Mapping[str, Sequence[float]]) -> None:
        self.vectors = vectors

    def embed(self, text: str, memory_action: object = None) -> list[float]:
        return list(self.vectors[text])

    def embed_batch(self, texts: Sequence[str], memory_action: object = None) -> list[list[float]]:
        return [self.embed(text) for text in texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One way of setting mem0 up."""

    dsn: str
    dimensions: int
    hnsw: bool
    """Its default is True: an index over everybody's memories, filtered afterwards."""

    @property
    def name(self) -> str:
        return "mem0 with its HNSW" if self.hnsw else "mem0 without its HNSW"

    async def ask(
        self, conversations: Sequence[Conversation], vectors: Mapping[str, Sequence[float]]
    ) -> list[Found]:
        """All conversations in one collection, each of a user of its own, as they are in ours."""
        return await asyncio.to_thread(self._ask, conversations, vectors)

    def _ask(
        self, conversations: Sequence[Conversation], vectors: Mapping[str, Sequence[float]]
    ) -> list[Found]:
        with _opened(self, VectorsBefore(vectors)) as memory:
            for conversation in conversations:
                for turn, bygone in conversation.turns.items():
                    memory.add(bygone.text, user_id=conversation.id, metadata={"turn": turn}, infer=False)
            return [found for conversation in conversations for found in _searched(memory, conversation)]


def _searched(memory: _Memory, conversation: Conversation) -> Iterator[Found]:
    for question in conversation.questions:
        begun = time.perf_counter()
        answer = memory.search(question.text, filters={"user_id": conversation.id}, top_k=TOP, threshold=0.0)
        seconds = time.perf_counter() - begun
        results = cast("list[dict[str, Any]]", answer["results"])
        turns = tuple(str(result["metadata"]["turn"]) for result in results)
        yield Found(
            conversation=conversation.id,
            question=question,
            turns=turns,
            search_seconds=seconds,
            embed_seconds=0.0,
        )


@contextlib.contextmanager
def _opened(peer: Peer, embedder: VectorsBefore) -> Generator[_Memory]:
    """Raises ImportError, with what to do, where mem0 is not installed."""
    with tempfile.TemporaryDirectory(prefix="mem0-") as folder:
        # Read when it is imported; the key is never used, as nothing is inferred.
        os.environ.update(MEM0_TELEMETRY="False", MEM0_DIR=folder, OPENAI_API_KEY="unused")
        try:
            from mem0 import Memory  # pyright: ignore[reportMissingImports, reportUnknownVariableType]
        except ImportError as error:
            raise ImportError(f"mem0 is not installed here: pip install mem0ai==2.2.1 ({error})") from error
        model = {"api_key": "unused", "embedding_dims": peer.dimensions}
        memory = cast(
            _Memory,
            Memory.from_config(  # pyright: ignore[reportUnknownMemberType]
                {
                    "vector_store": {
                        "provider": "pgvector",
                        "config": {
                            "connection_string": peer.dsn,
                            "collection_name": f"peer_{'hnsw' if peer.hnsw else 'exact'}",
                            "embedding_model_dims": peer.dimensions,
                            "hnsw": peer.hnsw,
                        },
                    },
                    "llm": {"provider": "openai", "config": {"api_key": "unused"}},
                    "embedder": {"provider": "openai", "config": model},
                    "history_db_path": f"{folder}/history.db",
                }
            ),
        )
        memory.embedding_model = embedder
        yield memory
