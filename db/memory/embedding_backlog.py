"""Vectors that are missing: of what was stored while the embedder was away, and of everything when the model changed."""

from agent.domain.generation import GenerationContext
from agent.ports import Embedder
from db.codec import load
from db.errors import guarded
from db.memory.memory_rows import COLUMNS, FROM, to_memory
from db.memory.memory_writes import embed_memories, embedded
from db.memory.recall.picture_search import picture_terms
from db.pool import Pool

BATCH = 64
BATCHES_MAX = 20
"""Batches of one run; the next run takes up the rest."""


class EmbeddingBacklog:
    """Works it off. Meanwhile memories are found by their words."""

    def __init__(self, pool: Pool, embedder: Embedder) -> None:
        self._pool = pool
        self._embedder = embedder
        self._looked_for_older = False

    @guarded
    async def work(self) -> int:
        """How many vectors were made; stops early when the embedder is away."""
        if not self._looked_for_older:
            await self._mark_other_models()
            self._looked_for_older = True
        made = 0
        for batch in (self._memories, self._pictures):
            for _ in range(BATCHES_MAX):
                stored = await batch()
                made += stored
                if not stored:
                    break
        return made

    async def _mark_other_models(self) -> None:
        """Once a process: the model is a setting, read at its start."""
        async with self._pool.acquire() as connection:
            await connection.execute(_MARK_MEMORIES, self._embedder.model)
            await connection.execute(_MARK_PICTURES, self._embedder.model)

    async def _memories(self) -> int:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_UNEMBEDDED, BATCH)
        return await embed_memories(self._pool, self._embedder, [to_memory(row) for row in rows])

    async def _pictures(self) -> int:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_PICTURES, BATCH)
        if not rows:
            return 0
        vectors = await embedded(self._embedder, [row["caption"] for row in rows])
        done = [
            (row["image_id"], row["caption"], self._embedder.model, vector,
             picture_terms(row["caption"], load(GenerationContext, row["context"])))
            for row, vector in zip(rows, vectors, strict=True)
            if vector is not None
        ]  # fmt: skip
        async with self._pool.acquire() as connection:
            await connection.executemany(_STORE_CAPTION, done)
        return len(done)


_MARK_MEMORIES = """
update memories m set unembedded = true
where valid_to is null and not unembedded
  and not exists (select 1 from memory_vectors v where v.memory_id = m.id and v.model = $1)
"""
_MARK_PICTURES = """
update pictures set caption_embedding = null, caption_model = null where caption_model <> $1
"""
_UNEMBEDDED = f"""
select {COLUMNS} from {FROM} where m.unembedded and m.valid_to is null order by m.created_at, m.id limit $1
"""
_PICTURES = """
select image_id, caption, context from pictures where caption_embedding is null and caption <> '' order by created_at limit $1
"""
# The caption may have been scrubbed meanwhile.
_STORE_CAPTION = """
update pictures set caption_model = $3, caption_embedding = $4, terms = $5 where image_id = $1 and caption = $2
"""
