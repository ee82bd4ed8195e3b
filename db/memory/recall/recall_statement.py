"""One recall: a single statement that brings what changed in the reader's scopes and the pictures that may be meant, then ranking
in this process."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

import numpy as np

from agent.domain.memory import (
    Memory,
    MemoryId,
    MemoryScope,
    Reader,
    Recalled,
    Recollection,
)
from agent.errors import ModelUnavailable
from agent.ports import Embedder
from db.memory.reading_rights import READER, VISIBLE, outdated, reader_arguments
from db.memory.recall.known_scopes import ROWS_AT_ONCE, Found, KnownScopes, whose
from db.memory.recall.periods import periods_in
from db.memory.recall.picture_search import PICTURES, PICTURES_RECALLED_MAX, picture_arguments, to_recalled
from db.memory.recall.ranking import Asked, best
from db.memory.recall.scope_index import CachedScope, Floats, Row, ScopeCache, ScopeIndex, View
from db.memory.terms import named_in
from db.pool import Pool

P = ParamSpec("P")
R = TypeVar("R")

EMBED_SECONDS = 2.0
"""How long a search waits for its words' vector; then the words alone must do."""
NAME_SCORE = 100.0
"""Above any score of searching: who is named is meant."""
OTHERS_MAX = 2_000
"""People with several accounts whose scopes are remembered."""
INLINE_ROWS_MAX = 50
"""Rows that are worked in on the event loop, a few milliseconds; more, and what makes an index anew, goes to a thread."""
INLINE_RANKED_MAX = 20_000
"""Memories that are ranked on the event loop, one or two milliseconds."""


async def query_vector(embedder: Embedder, words: str) -> Floats | None:
    """None where the embedder is away or slow."""
    try:
        async with asyncio.timeout(EMBED_SECONDS):
            return np.asarray(await embedder.embed_query(words), dtype=np.float32)
    except (ModelUnavailable, TimeoutError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    reader: Reader
    text: str
    vector: Floats | None
    """None: the embedder is away."""
    model: str
    dimensions: int
    now: datetime
    limit: int


class Recalling:
    """Recalls, remembering each scope's last state."""

    def __init__(self, pool: Pool, cache: ScopeCache | None = None) -> None:
        self._pool = pool
        self._cache = cache or ScopeCache()
        self._others: OrderedDict[str, tuple[MemoryScope, ...]] = OrderedDict()
        """Of who has several accounts: the scopes of the others, as SQL said last. It opens nothing: it only says what is in the cache."""

    async def recall(self, query: Query) -> Recollection:
        asked = Asked(
            text=query.text, vector=query.vector, periods=periods_in(query.text, now=query.now), now=query.now
        )  # fmt: skip
        # What is brought is what changed since these; others may load or drop the same views meanwhile.
        known = KnownScopes(self._cache, query.reader, self._others.get(query.reader.author, ()))
        found = await self._brought(query, asked, known)
        while found.is_cut:
            known.come_to(found)
            found = found.with_more(await self._brought(query, asked, known))
        self._note_others(query.reader, found.scopes)
        is_several = sum(scope["kind"] == "user" for scope in found.scopes) > 1
        parts = await self._refreshed(query, known, found)
        many = sum(part.size for part in parts) > INLINE_RANKED_MAX
        memories = await _aside(
            many, partial(_memories, asked, parts, limit=query.limit, is_several=is_several)
        )
        return Recollection(memories=tuple(memories), pictures=tuple(found.pictures[:PICTURES_RECALLED_MAX]))

    async def _brought(self, query: Query, asked: Asked, known: KnownScopes) -> Found:
        """What changed, ROWS_AT_ONCE of a scope at most."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _RECALL,
                *reader_arguments(query.reader),
                query.model,
                *known.versions(),
                *picture_arguments(asked),
                *known.scopes_asked(),
                ROWS_AT_ONCE,
            )
        return await _aside(len(rows) > INLINE_ROWS_MAX, _sorted_out, rows)

    def _note_others(self, reader: Reader, scopes: Sequence[Any]) -> None:
        own = reader.scopes()
        others = tuple(
            scope
            for scope in (MemoryScope(kind=each["kind"], key=each["key"]) for each in scopes)
            if scope not in own
        )
        self._others.pop(reader.author, None)
        if others:
            self._others[reader.author] = others
        while len(self._others) > OTHERS_MAX:
            self._others.popitem(last=False)

    async def explain(self, reader: Reader) -> str:
        """How Postgres goes about a first recall of this reader, for whoever looks after the database."""
        nothing = Asked(text="", vector=None, now=datetime.now(UTC))
        known = KnownScopes(ScopeCache(), reader, ())
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                f"explain {_RECALL}", *reader_arguments(reader), "", *known.versions(), *picture_arguments(nothing),
                *known.scopes_asked(), ROWS_AT_ONCE,
            )  # fmt: skip
        return "\n".join(row[0] for row in rows)

    async def _refreshed(self, query: Query, known: KnownScopes, found: Found) -> list[CachedScope]:
        parts: list[CachedScope] = []
        for scope in found.scopes:
            place = MemoryScope(kind=scope["kind"], key=scope["key"])
            view = View(place, whose(place, query.reader) if scope["hears_private"] else "")
            rows, before = found.rows.get(place, []), known.views.get(view)
            long = len(rows) > INLINE_ROWS_MAX or (before is not None and not before.takes(len(rows)))
            part = await _aside(long, _worked_in, before, scope, rows, query.dimensions)
            self._cache.put(view, part)
            parts.append(part)
        return parts


def _sorted_out(rows: Sequence[Any]) -> Found:
    by_scope: dict[MemoryScope, list[Row]] = {}
    for found in (_row(row) for row in rows if row["what"] == "memory"):
        by_scope.setdefault(found.memory.scope, []).append(found)
    return Found(
        scopes=[row["data"] for row in rows if row["what"] == "scope"],
        pictures=[to_recalled(row["data"]) for row in rows if row["what"] == "picture"],
        rows=by_scope,
    )


async def _aside(long: bool, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """In a thread where it takes long: nobody else's turn waits for it."""
    return await asyncio.to_thread(work, *args, **kwargs) if long else work(*args, **kwargs)


def _worked_in(known: CachedScope | None, scope: Any, rows: Sequence[Row], dimensions: int) -> CachedScope:
    """The view at the scope's version: the known one with what changed, or, where `since` says so, `rows` alone."""
    version, removals = scope["version"], scope["removals"]
    if known is None or scope["since"] < 0:
        latest = {
            row.memory.id: row for row in rows
        }  # what changed while it was read in parts was brought twice
        analysed = [row.analysed() for row in latest.values()]
        return CachedScope.build(analysed, version=version, removals=removals, dimensions=dimensions)
    if known.version == version:
        return known
    return known.with_changed([row.analysed() for row in rows], version=version, dimensions=dimensions)


def _memories(asked: Asked, parts: Sequence[CachedScope], *, limit: int, is_several: bool) -> list[Recalled]:
    """Who is named, then what fits; each memory once. `is_several`: there are scopes of several accounts of one person."""
    named = named_in(asked.text, [memory for part in parts for memory in part.characters])[:limit]
    found = [Recalled(memory=match.memory, score=NAME_SCORE * match.closeness, via="name") for match in named]
    ids = {recalled.memory.id for recalled in found}
    indices: list[ScopeIndex] = [index for part in parts for index in (part.index, part.late)]
    replaced = [places for part in parts for places in (part.replaced, frozenset[int]())]
    searched = best(asked, indices, limit=limit, replaced=replaced)
    old = (
        outdated(row.memory for part in parts for row in part.rows()) if is_several else frozenset[MemoryId]()
    )
    return [*found, *(each for each in searched if each.memory.id not in ids | old)][:limit]


def _row(row: Any) -> Row:
    data = row["data"]
    vector = row["embedding"]
    return Row(
        memory=Memory(
            id=MemoryId(data["id"]),
            scope=MemoryScope(kind=data["scope_kind"], key=data["scope_key"]),
            kind=data["kind"], text=data["body"], author=data["author"], name=data["name"],
            aliases=tuple(data["aliases"]), images=tuple(data["images"]), said_in_private=data["said_in_private"],
            origin=data["origin"], slot=data["slot"], valid_from=datetime.fromisoformat(data["valid_from"]),
            uses=data["uses"],
        ),
        speaker=data["speaker"], conversation=data["conversation"],
        vector=None if vector is None else vector.to_numpy(),
    )  # fmt: skip


# `since`: the version from which on rows are needed, -1 for all of them. Of very many, those of the first versions: all of them would
# take longer than a statement may.
_RECALL = f"""
{READER}, scoped as materialized (
  select s.scope_kind, s.scope_key, s.version, s.removals, r.n, r.hears_private, r.whose,
         case when r.hears_private
              then case when s.removals = k.private_removals then k.private_version else -1 end
              else case when s.removals = k.open_removals then k.open_version else -1 end end as since
  from reach r
  left join unnest($6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $16::text[], $17::text[])
    k(open_version, open_removals, private_version, private_removals, kind, key) on k.kind = r.kind and k.key = r.key
  join memory_scopes s on s.scope_kind = r.kind and s.scope_key = r.key
  where r.is_used
), brought as materialized (
  select m.* from scoped r cross join lateral (
    select * from memories where scope_kind = r.scope_kind and scope_key = r.scope_key and version > r.since
    order by version fetch first $18 rows with ties
  ) m
), come_to as (
  select scope_kind, scope_key, max(version) as version from brought group by scope_kind, scope_key having count(*) >= $18
), changed as (
  select m.id, m.scope_kind, m.scope_key, m.kind, m.author, m.speaker, m.name, m.aliases, m.body, m.slot,
         m.said_in_private, m.origin, m.conversation, m.valid_from, coalesce(u.uses, 0) as uses,
         array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images,
         v.embedding
  from scoped r
  join brought m on m.scope_kind = r.scope_kind and m.scope_key = r.scope_key
  left join memory_uses u on u.memory_id = m.id
  left join memory_vectors v on v.memory_id = m.id and v.model = $5
  where m.valid_to is null and m.slot not in ('me', 'board') and {VISIBLE}
), {PICTURES}
select 'scope' as what,
       jsonb_build_object('kind', s.scope_kind, 'key', s.scope_key, 'version', coalesce(c.version, s.version), 'latest', s.version,
                          'removals', s.removals, 'since', s.since, 'hears_private', s.hears_private) as data,
       null::vector as embedding, s.n as place
from scoped s left join come_to c on c.scope_kind = s.scope_kind and c.scope_key = s.scope_key
union all
select 'memory', to_jsonb(c) - 'embedding', c.embedding, 0 from changed c
union all
select 'picture', to_jsonb(p), null::vector, -p.score from ranked p
order by what, place
"""
