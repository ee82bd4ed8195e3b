"""One recall: a single statement that brings what changed in the reader's scopes and the pictures that may be meant, then ranking
in this process."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
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
    RecalledPicture,
    Recollection,
)
from agent.errors import ModelUnavailable
from agent.ports import Embedder
from db.memory.reading_rights import READER, VISIBLE, outdated, reader_arguments
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
        known = _Known(self._cache, query.reader, self._others.get(query.reader.author, ()))
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _RECALL,
                *reader_arguments(query.reader),
                query.model,
                *known.versions(),
                *picture_arguments(asked),
                *known.scopes_asked(),
            )
        found = await _aside(len(rows) > INLINE_ROWS_MAX, _sorted_out, rows)
        self._note_others(query.reader, found.scopes)
        is_several = sum(scope["kind"] == "user" for scope in found.scopes) > 1
        parts = await self._refreshed(query, known, found)
        many = sum(part.size for part in parts) > INLINE_RANKED_MAX
        memories = await _aside(
            many, partial(_memories, asked, parts, limit=query.limit, is_several=is_several)
        )
        return Recollection(memories=tuple(memories), pictures=tuple(found.pictures[:PICTURES_RECALLED_MAX]))

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
        known = _Known(ScopeCache(), reader, ())
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                f"explain {_RECALL}", *reader_arguments(reader), "", *known.versions(), *picture_arguments(nothing),
                *known.scopes_asked(),
            )  # fmt: skip
        return "\n".join(row[0] for row in rows)

    async def _refreshed(self, query: Query, known: "_Known", found: "_Found") -> list[CachedScope]:
        parts: list[CachedScope] = []
        for scope in found.scopes:
            place = MemoryScope(kind=scope["kind"], key=scope["key"])
            view = View(place, _whose(place, query.reader) if scope["hears_private"] else "")
            rows, before = found.rows.get(place, []), known.views.get(view)
            long = len(rows) > INLINE_ROWS_MAX or (before is not None and not before.takes(len(rows)))
            part = await _aside(long, _worked_in, before, scope, rows, query.dimensions)
            self._cache.put(view, part)
            parts.append(part)
        return parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a recall's statement brought."""

    scopes: Sequence[Any]
    pictures: Sequence[RecalledPicture]
    rows: Mapping[MemoryScope, Sequence[Row]]


def _sorted_out(rows: Sequence[Any]) -> _Found:
    by_scope: dict[MemoryScope, list[Row]] = {}
    for found in (_row(row) for row in rows if row["what"] == "memory"):
        by_scope.setdefault(found.memory.scope, []).append(found)
    return _Found(
        scopes=[row["data"] for row in rows if row["what"] == "scope"],
        pictures=[to_recalled(row["data"]) for row in rows if row["what"] == "picture"],
        rows=by_scope,
    )


async def _aside(long: bool, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """In a thread where it takes long: nobody else's turn waits for it."""
    return await asyncio.to_thread(work, *args, **kwargs) if long else work(*args, **kwargs)


def _whose(scope: MemoryScope, reader: Reader) -> str:
    """Whose words said in private a scope may show to this reader."""
    return scope.key if scope.kind == "user" else reader.author


class _Known:
    """The cached views of a reader's scopes, as they were when the question was put."""

    def __init__(self, cache: ScopeCache, reader: Reader, others: Sequence[MemoryScope]) -> None:
        self._scopes = (*reader.scopes(), *others)
        self._reader = reader
        wanted = [View(scope, of) for scope in self._scopes for of in ("", _whose(scope, reader))]
        self.views = {view: cached for view in wanted if (cached := cache.get(view)) is not None}

    def scopes_asked(self) -> tuple[list[str], list[str]]:
        """Kinds and keys, in the order of `versions`."""
        return [scope.kind for scope in self._scopes], [scope.key for scope in self._scopes]

    def versions(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """Versions and removals in the order of the reader's scopes: of the open views, then of the private ones; -1: unknown."""
        opened = [self.views.get(View(scope, "")) for scope in self._scopes]
        private = [self.views.get(View(scope, _whose(scope, self._reader))) for scope in self._scopes]
        return (
            [view.version if view else -1 for view in opened],
            [view.removals if view else -1 for view in opened],
            [view.version if view else -1 for view in private],
            [view.removals if view else -1 for view in private],
        )


def _worked_in(known: CachedScope | None, scope: Any, rows: Sequence[Row], dimensions: int) -> CachedScope:
    """The view at the scope's version: the known one with what changed, or, where `since` says so, `rows` alone."""
    version, removals = scope["version"], scope["removals"]
    if known is None or scope["since"] < 0:
        analysed = [row.analysed() for row in rows]
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


# `since`: the version from which on rows are needed, -1 for all of them.
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
), changed as (
  select m.id, m.scope_kind, m.scope_key, m.kind, m.author, m.speaker, m.name, m.aliases, m.body, m.slot,
         m.said_in_private, m.origin, m.conversation, m.valid_from, coalesce(u.uses, 0) as uses,
         array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images,
         v.embedding
  from scoped r
  cross join lateral (
    select * from memories where scope_kind = r.scope_kind and scope_key = r.scope_key and version > r.since offset 0
  ) m
  left join memory_uses u on u.memory_id = m.id
  left join memory_vectors v on v.memory_id = m.id and v.model = $5
  where m.valid_to is null and m.slot not in ('me', 'board') and {VISIBLE}
), {PICTURES}
select 'scope' as what,
       jsonb_build_object('kind', scope_kind, 'key', scope_key, 'version', version, 'removals', removals,
                          'since', since, 'hears_private', hears_private) as data,
       null::vector as embedding, n as place
from scoped
union all
select 'memory', to_jsonb(c) - 'embedding', c.embedding, 0 from changed c
union all
select 'picture', to_jsonb(p), null::vector, -p.score from ranked p
order by what, place
"""
