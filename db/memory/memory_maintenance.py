"""What timers have done for memory: vectors that are missing, tidying of scopes that changed, and what has had its time."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from agent.domain.memory import Memory, MemoryScope
from agent.limits import MEMORIES_PER_SCOPE_MAX
from agent.ports import Clock, Embedder
from db.errors import guarded
from db.memory.deduplication import HISTORY_PER_SCOPE_MAX, Tidied, least_useful, tidy
from db.memory.embedding_backlog import EmbeddingBacklog
from db.memory.forgetting.retention import finish_erasures, retain
from db.memory.memory_rows import COLUMNS, FROM, close_rows, note_removal, refresh_profile, to_memory
from db.memory.memory_writes import Writing, update_memory
from db.pool import Pool

SCOPES_AT_ONCE = 200
"""Changed scopes of one run; the rest waits for the next."""


class Consolidation:
    """The memory's chores. Each is idempotent, and stops at a named limit to be taken up by its next run."""

    def __init__(
        self,
        pool: Pool,
        embedder: Embedder,
        clock: Clock,
        *,
        reached: Callable[[str], None] = lambda point: None,
        memories_max: int = MEMORIES_PER_SCOPE_MAX,
        keep_days: int = 0,
    ) -> None:
        """`memories_max`: of one scope. `keep_days`: the operator's period for every place, 0: none."""
        self._pool = pool
        self._embedder = embedder
        self._clock = clock
        self._reached = reached
        self._memories_max = memories_max
        self._keep_days = keep_days
        self._backlog = EmbeddingBacklog(pool, embedder)

    def chores(self) -> Mapping[str, Callable[[], Awaitable[object]]]:
        return {
            "embeddings": self._backlog.work,
            "consolidation": self.consolidate,
            "erasures": lambda: finish_erasures(self._pool),
            "retention": lambda: retain(self._pool, self._clock.now(), keep_days=self._keep_days),
        }

    @guarded
    async def consolidate(self) -> int:
        """Tidies the scopes that changed since they were last tidied; how many memories were closed or dropped."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_CHANGED, SCOPES_AT_ONCE)
        done = 0
        for row in rows:
            done += await self._tidy(MemoryScope(kind=row["scope_kind"], key=row["scope_key"]))
        return done

    async def _tidy(self, scope: MemoryScope) -> int:
        """One scope, in one transaction under its lock: its writers wait for a fraction of a second."""
        async with self._pool.acquire() as connection, connection.transaction():
            writing = await Writing.open(connection, scope, at=self._clock.now(), model=self._embedder.model)
            rows = await connection.fetch(_LIVE, scope.kind, scope.key, self._embedder.model)
            vectors = {str(row["id"]): row["embedding"].to_numpy() for row in rows if row["embedding"]}
            live = [to_memory(row) for row in rows]
            tidied = tidy(live, vectors)
            await self._apply(writing, tidied)
            self._reached("consolidation")
            dropped = await self._drop(writing, least_useful(tidied.kept, keep=self._memories_max))
            await refresh_profile(connection, scope)
            await connection.execute(_TIDIED, scope.kind, scope.key, writing.version)
        return len(tidied.closed) + dropped

    async def _apply(self, writing: Writing, tidied: Tidied) -> None:
        for memory in tidied.changed:
            await update_memory(writing, memory, None)
        for closed, by in tidied.closed:
            await writing.connection.execute(_COPY_SOURCES, closed.id, by)
            await close_rows(writing.connection, writing.scope, [closed.id], at=writing.at, by=by)

    async def _drop(self, writing: Writing, memories: Sequence[Memory]) -> int:
        """Over the cap: these go for good, which is told where the memory is listed, and the oldest of what was superseded."""
        ids = [memory.id for memory in memories]
        if ids:
            await writing.connection.execute(_MADE_ROOM, writing.scope.kind, writing.scope.key, len(ids))
        ids += [
            str(row["id"])
            for row in await writing.connection.fetch(
                _OLD_HISTORY, writing.scope.kind, writing.scope.key, HISTORY_PER_SCOPE_MAX
            )
        ]
        if ids:
            await writing.connection.execute("delete from memories where id = any($1::uuid[])", ids)
            await note_removal(writing.connection, writing.scope)
        return len(ids)


_CHANGED = """
select scope_kind, scope_key from memory_scopes where version > consolidated order by version limit $1
"""
_LIVE = f"""
select {COLUMNS}, v.embedding
from {FROM} left join memory_vectors v on v.memory_id = m.id and v.model = $3
where m.scope_kind = $1 and m.scope_key = $2 and m.valid_to is null
order by m.valid_from, m.id
"""
_TIDIED = "update memory_scopes set consolidated = $3 where scope_kind = $1 and scope_key = $2"
_MADE_ROOM = "update memory_scopes set made_room = made_room + $3 where scope_kind = $1 and scope_key = $2"
_COPY_SOURCES = """
insert into memory_sources (memory_id, turn_id, wording)
select $2::uuid, turn_id, wording from memory_sources where memory_id = $1::uuid on conflict do nothing
"""
_OLD_HISTORY = """
select id from memories where scope_kind = $1 and scope_key = $2 and valid_to is not null
order by valid_to desc, id desc offset $3
"""
