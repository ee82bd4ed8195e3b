"""Brings a history from elsewhere into a scope as it is: nothing is merged or superseded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

import numpy as np

from agent.domain.memory import MemoryScope
from agent.ports import Embedder
from db.errors import guarded
from db.memory.memory_rows import content_hash, lock_scope, refresh_profile
from db.memory.recall.scope_index import Floats
from db.pool import Pool

BATCH = 2_000
"""Memories of one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bygone:
    """Something that was said before this house stood. Texts of one scope must differ."""

    text: str
    author: str
    speaker: str
    conversation: str
    """What it was said in: what stands next to it there explains it."""
    at: datetime
    vector: Floats | None = None
    """(dimensions,), where the importer has it already."""


@guarded
async def import_memories(
    pool: Pool, embedder: Embedder, scope: MemoryScope, bygones: Sequence[Bygone]
) -> list[str]:
    """Ids in the order given. Raises ModelUnavailable where vectors are missing and cannot be made."""
    ids: list[str] = []
    for start in range(0, len(bygones), BATCH):
        batch = bygones[start : start + BATCH]
        vectors = await _vectors(embedder, batch)
        async with pool.acquire() as connection, connection.transaction():
            version = await lock_scope(connection, scope)
            fresh = [uuid4() for _ in batch]
            await connection.copy_records_to_table(
                "memories",
                columns=_COLUMNS,
                records=[
                    (id_, scope.kind, scope.key, version, "fact", b.author, b.speaker, b.text, "explicit",
                     content_hash("", b.text), b.conversation, b.at, False)
                    for id_, b in zip(fresh, batch, strict=True)
                ],
            )  # fmt: skip
            await connection.copy_records_to_table(
                "memory_vectors",
                columns=("memory_id", "model", "dimensions", "embedding"),
                records=[
                    (id_, embedder.model, len(vector), vector)
                    for id_, vector in zip(fresh, vectors, strict=True)
                ],
            )
            await refresh_profile(connection, scope)
        ids += [str(id_) for id_ in fresh]
    return ids


async def _vectors(embedder: Embedder, batch: Sequence[Bygone]) -> list[Floats]:
    missing = [b.text for b in batch if b.vector is None]
    made = iter(await embedder.embed_passages(missing)) if missing else iter(())
    return [b.vector if b.vector is not None else np.asarray(next(made), dtype=np.float32) for b in batch]


_COLUMNS = (
    "id", "scope_kind", "scope_key", "version", "kind", "author", "speaker", "body", "origin", "content_hash",
    "conversation", "valid_from", "unembedded",
)  # fmt: skip
