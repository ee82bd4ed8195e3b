"""What the core does with memory on the way: remember, recall, the profile, and counting what was used."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from agent.domain.memory import Memory, MemoryId, NewMemory, Profile, Reader, Recollection, Remembered
from agent.errors import NotAllowed
from agent.ports import Clock, Embedder
from agent.translation.catalogue import _
from db.errors import guarded
from db.memory.memory_rows import (
    COLUMNS,
    FROM,
    close_rows,
    content_hash,
    load_memory,
    note_former,
    refresh_profile,
    to_memory,
)
from db.memory.memory_writes import (
    Writing,
    add_source,
    embed_memories,
    embedded,
    insert_memory,
    update_memory,
)
from db.memory.reading_rights import READER, VISIBLE, outdated, reader_arguments
from db.memory.recall.recall_statement import Query, Recalling, query_vector
from db.memory.recall.scope_index import Floats
from db.memory.reconciliation import Existing, merged, settle, with_slot
from db.picture_store import is_uuid
from db.pool import Connection, Pool

RECALL_CHARS_MAX = 1_000
"""Of the text that a recall goes by."""
NEAREST_MAX = 64
"""Memories of a scope, nearest by vector, that a new one is compared with, beside those of its slot."""


class PgMemoryStore:
    """The `MemoryStore` in Postgres."""

    def __init__(self, pool: Pool, embedder: Embedder, clock: Clock) -> None:
        self._pool = pool
        self._embedder = embedder
        self._clock = clock
        self._recalling = Recalling(pool)

    @guarded
    async def remember(self, new: NewMemory) -> Remembered:
        new = with_slot(new)
        vector = (await embedded(self._embedder, [_sentence(new)]))[0]
        async with self._pool.acquire() as connection, connection.transaction():
            remembered = await write_memory(
                connection, new, vector, at=self._clock.now(), model=self._embedder.model
            )
        if remembered.state == "known":
            # Two descriptions in one have a vector of neither yet. Should this fail, the timer does it.
            await embed_memories(self._pool, self._embedder, await self._unembedded(remembered.memory))
        return remembered

    async def _unembedded(self, memory: Memory) -> list[Memory]:
        async with self._pool.acquire() as connection:
            waits = await connection.fetchval(
                "select unembedded from memories where id = $1::uuid", memory.id
            )
        return [memory] if waits else []

    @guarded
    async def recall(self, reader: Reader, text: str, *, limit: int) -> Recollection:
        text = text[:RECALL_CHARS_MAX]
        query = Query(
            reader=reader, text=text, vector=await query_vector(self._embedder, text), model=self._embedder.model,
            dimensions=self._embedder.dimensions, now=self._clock.now(), limit=limit,
        )  # fmt: skip
        return await self._recalling.recall(query)

    @guarded
    async def explain(self, reader: Reader) -> str:
        """Postgres' plan of a recall."""
        return await self._recalling.explain(reader)

    @guarded
    async def profile(self, reader: Reader) -> Profile:
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_PROFILE, *reader_arguments(reader))
        memories = [to_memory(row) for row in rows]
        old = outdated(memories)
        return Profile(memories=tuple(memory for memory in memories if memory.id not in old))

    @guarded
    async def used(self, memories: Sequence[MemoryId]) -> None:
        known = [memory for memory in dict.fromkeys(memories) if is_uuid(memory)]
        async with self._pool.acquire() as connection:
            await connection.execute(_USED, known, self._clock.now())


async def write_memory(
    connection: Connection, new: NewMemory, vector: Floats | None, *, at: datetime, model: str
) -> Remembered:
    """What `remember` does, within the caller's transaction. `new` has its slot. Raises NotAllowed."""
    if not await connection.fetchval(MAY_WRITE, new.author, new.scope.kind, new.scope.key):
        raise NotAllowed(_("Memory is switched off."))
    writing = await Writing.open(connection, new.scope, at=at, model=model)
    remembered = await _settled(writing, new, vector)
    await refresh_profile(connection, new.scope)
    return remembered


def _sentence(new: NewMemory) -> str:
    return ": ".join(part for part in (new.name, new.text) if part)


async def _settled(writing: Writing, new: NewMemory, vector: Floats | None) -> Remembered:
    """What becomes of `new` beside what the scope holds."""
    settled = settle(new, await _existing(writing, new, vector))
    grown = False
    if settled.known is not None:
        memory = settled.known
        after = merged(memory, new)
        grown = after != memory
        if grown:
            fits = _sentence(new) == after.sentence()
            await update_memory(writing, after, vector if fits else None)
            if after.text != memory.text:
                await note_former(writing.connection, memory.id, [memory.text])
        await add_source(writing.connection, memory.id, new)
        await writing.connection.execute(_TOLD_AGAIN, memory.id, writing.at, writing.version)
        kept = memory.id
    else:
        kept = await insert_memory(writing, new, vector)
    closed = [memory.id for memory in settled.closes]
    if closed:
        await close_rows(writing.connection, new.scope, closed, at=writing.at, by=kept)
    state = "supersedes" if closed else "new" if settled.known is None else "known"
    superseded = tuple(replace(memory, valid_to=writing.at) for memory in settled.closes)
    memory = await load_memory(writing.connection, kept)
    return Remembered(memory=memory, state=state, superseded=superseded, grown=grown)


async def _existing(writing: Writing, new: NewMemory, vector: Floats | None) -> list[Existing]:
    """Live memories that the new one may be, or take the place of."""
    kinds = ["preference", "fact"] if new.kind in ("preference", "fact") else [new.kind]
    nearest = None if new.kind == "character" else NEAREST_MAX
    rows = await writing.connection.fetch(
        _COMPARABLE, new.scope.kind, new.scope.key, kinds, writing.model, vector, nearest, new.slot,
        content_hash(new.name, new.text),
    )  # fmt: skip
    return [Existing(memory=to_memory(row), cosine=row["cosine"]) for row in rows]


MAY_WRITE = """
select coalesce((select (settings->>'memory')::boolean from author_settings where author = $1), true)
   and coalesce((select (settings->>'memory')::boolean from channel_settings where scope = $2 || ':' || $3), true)
"""
# Of several accounts the newest word wins: what is told again is the newest.
_TOLD_AGAIN = """
update memories set valid_from = $2, version = $3
where id = $1::uuid and scope_kind = 'user' and kind = 'preference' and exists (select from linked_accounts where author = scope_key)
"""
_COMPARABLE = f"""
with near as (
  select m.id, 1 - (v.embedding <=> $5::vector) as cosine
  from memories m
  left join memory_vectors v on v.memory_id = m.id and v.model = $4 and v.dimensions = vector_dims($5::vector)
  where m.scope_kind = $1 and m.scope_key = $2 and m.valid_to is null and m.kind = any($3::text[]) and m.slot not in ('me', 'board')
), nearest as (
  select id, cosine, row_number() over (order by cosine desc nulls first) as place from near
)
select {COLUMNS}, n.cosine from nearest n join {FROM} on m.id = n.id
where $6::int is null or n.cosine is null or n.place <= $6::int or m.content_hash = $8 or (m.slot <> '' and m.slot = $7)
"""
# A place's rules hold whatever is switched off. `offset 0`: each is found by its id (docs/decisions/0010).
_PROFILE = f"""
{READER}
select found.*
from reach r
cross join lateral (
  select * from memory_scopes where scope_kind = r.kind and scope_key = r.key offset 0
) s
cross join lateral unnest(case when r.hears_private then s.profile_private else s.profile end)
  with ordinality w(memory_id, place)
cross join lateral (
  select {COLUMNS} from {FROM}
  where m.id = w.memory_id and m.valid_to is null
    and (r.is_used or (m.kind = 'rule' and r.kind <> 'user')) and {VISIBLE}
  offset 0
) found
order by r.n, w.place
"""
_USED = """
insert into memory_uses (memory_id, uses, used_at) select id, 1, $2 from memories where id = any($1::uuid[])
on conflict (memory_id) do update set uses = memory_uses.uses + 1, used_at = excluded.used_at
"""
