"""Writes of memories: rows with their pictures, sources and vectors. The caller holds the scope's lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from agent.domain.memory import Memory, MemoryId, MemoryScope, NewMemory
from agent.errors import ModelUnavailable
from agent.ports import Embedder
from db.memory.memory_rows import content_hash, lock_scope, name_key
from db.memory.recall.scope_index import Floats
from db.picture_store import is_uuid
from db.pool import Connection, Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What one change of a scope shares: its transaction's connection, the scope's new version, the time, the model."""

    connection: Connection
    scope: MemoryScope
    version: int
    at: datetime
    model: str

    @classmethod
    async def open(cls, connection: Connection, scope: MemoryScope, *, at: datetime, model: str) -> "Writing":
        """Within a transaction; locks the scope to its end."""
        return cls(
            connection=connection, scope=scope, version=await lock_scope(connection, scope), at=at, model=model
        )  # fmt: skip


async def insert_memory(writing: Writing, new: NewMemory, vector: Floats | None) -> MemoryId:
    """A new row that holds from now on."""
    row = await writing.connection.fetchval(
        _INSERT, new.scope.kind, new.scope.key, writing.version, new.kind, new.author, new.name, name_key(new.name),
        list(new.aliases), new.text, new.slot, new.said_in_private, new.origin, content_hash(new.name, new.text),
        _uuid(new.turn), writing.at, vector is None,
    )  # fmt: skip
    memory = MemoryId(str(row))
    if vector is not None:
        await save_vector(writing, memory, vector)
    await save_images(writing.connection, memory, new.images)
    await add_source(writing.connection, memory, new)
    return memory


async def update_memory(writing: Writing, memory: Memory, vector: Floats | None) -> None:
    """The row as `memory` says; `vector` None: it is embedded anew in the background, and found by the old one until then."""
    await writing.connection.execute(
        _UPDATE, memory.id, writing.version, memory.name, name_key(memory.name), list(memory.aliases), memory.text,
        memory.slot, memory.said_in_private, content_hash(memory.name, memory.text), vector is None,
    )  # fmt: skip
    if vector is not None:
        await save_vector(writing, memory.id, vector)
    await save_images(writing.connection, memory.id, memory.images)


async def save_vector(writing: Writing, memory: str, vector: Floats) -> None:
    await writing.connection.execute(_VECTOR, memory, writing.model, len(vector), vector)


async def save_images(connection: Connection, memory: str, images: Sequence[str]) -> None:
    """The memory's reference pictures in this order, each with the label it has; what is not in the house is left out."""
    known = [image for image in dict.fromkeys(images) if is_uuid(image)]
    labels: dict[str, str] = {row["image"]: row["label"] for row in await connection.fetch(_LABELS, memory)}
    await connection.execute("delete from memory_images where memory_id = $1::uuid", memory)
    if known:
        await connection.execute(_IMAGES, memory, known, [labels.get(image, "") for image in known])


async def add_source(connection: Connection, memory: str, new: NewMemory) -> None:
    """Notes the turn that told the memory, and in which words."""
    if _uuid(new.turn):
        await connection.execute(_SOURCE, memory, new.turn, new.text)


async def embedded(embedder: Embedder, texts: Sequence[str]) -> list[Floats | None]:
    """One vector a text; None for all of them while the embedder is away: words alone must do then."""
    try:
        return [np.asarray(vector, dtype=np.float32) for vector in await embedder.embed_passages(texts)]
    except ModelUnavailable:
        return [None] * len(texts)


async def embed_memories(pool: Pool, embedder: Embedder, memories: Sequence[Memory]) -> int:
    """Vectors of these memories' present texts; how many were stored. A text that changed meanwhile is left for later."""
    vectors = await embedded(embedder, [memory.sentence() for memory in memories])
    stored = 0
    for scope in dict.fromkeys(memory.scope for memory in memories):
        async with pool.acquire() as connection, connection.transaction():
            version = await lock_scope(connection, scope)
            for memory, vector in zip(memories, vectors, strict=True):
                if memory.scope == scope and vector is not None:
                    stored += await connection.fetchval(
                        _EMBEDDED, memory.id, content_hash(memory.name, memory.text), version, embedder.model,
                        len(vector), vector,
                    )  # fmt: skip
    return stored


def _uuid(turn: str | None) -> str | None:
    return turn if turn and is_uuid(turn) else None


_INSERT = """
insert into memories (scope_kind, scope_key, version, kind, author, speaker, name, name_key, aliases, body, slot,
                      said_in_private, origin, content_hash, turn_id, conversation, valid_from, unembedded)
select $1, $2, $3, $4, $5, coalesce(t.author_json->>'name', p.name, ''), $6, $7, $8, $9, $10, $11, $12, $13, t.id,
       coalesce(t.conversation, ''), $15, $16
from (select 1) one left join turns t on t.id = $14::uuid left join people p on p.id = $5
returning id
"""
_UPDATE = """
update memories set version = $2, name = $3, name_key = $4, aliases = $5, body = $6, slot = $7, said_in_private = $8,
       content_hash = $9, unembedded = $10
where id = $1::uuid
"""
_VECTOR = """
insert into memory_vectors (memory_id, model, dimensions, embedding) values ($1::uuid, $2, $3, $4)
on conflict (memory_id, model) do update set embedding = excluded.embedding, dimensions = excluded.dimensions
"""
_LABELS = (
    "select image_id::text as image, label from memory_images where memory_id = $1::uuid and label <> ''"
)
_IMAGES = """
insert into memory_images (memory_id, position, image_id, label)
select $1::uuid, w.n, i.id, w.label from unnest($2::uuid[], $3::text[]) with ordinality as w(id, label, n) join images i on i.id = w.id
"""
_SOURCE = """
insert into memory_sources (memory_id, turn_id, wording) select $1::uuid, id, $3 from turns where id = $2::uuid
on conflict (memory_id, turn_id) do nothing
"""
# Other models' vectors go: they are of a text, or for a model, that is no more.
_EMBEDDED = """
with fresh as (
  update memories set version = $3, unembedded = false where id = $1::uuid and content_hash = $2 and valid_to is null
  returning id
), others as (
  delete from memory_vectors v using fresh where v.memory_id = fresh.id and v.model <> $4
), stored as (
  insert into memory_vectors (memory_id, model, dimensions, embedding) select id, $4, $5, $6 from fresh
  on conflict (memory_id, model) do update set embedding = excluded.embedding, dimensions = excluded.dimensions
  returning 1
)
select count(*) from stored
"""
