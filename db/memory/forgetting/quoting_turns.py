"""Which turns quote what is to be forgotten: all that could know it are looked through, as many at a time as take a moment, and only those
that do are kept in mind. A community may have had a million."""

import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from agent.domain.memory import MemoryScope, ScopeKind
from db.memory.forgetting.batch_size import BATCH_ROWS, BATCH_ROWS_MAX, BATCH_ROWS_MIN, fitting
from db.pool import Connection

REPLIES_DEPTH_MAX = 25
"""How far down a chain of replies quotations are followed: the bot itself looks no further back."""
AHEAD_MAX = 5
"""Looks before the lock, each through what came during the one before."""
QUICK_SECONDS = 1.0
"""A look that took no longer is short enough under the lock too."""
COMPARED_AT_FIRST = 40_000
"""Turns of the first batch times patterns: each is looked for in each text, which takes some hundredths of a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """Tables whose rows belong to a turn and may quote a memory."""

    table: str
    turn: str = "turn_id"
    texts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def columns(self) -> Sequence[str]:
        return (*self.texts, *self.documents)

    @property
    def is_like(self) -> str:
        """A condition: one of the columns is like one of the patterns $2."""
        return " or ".join(f"{column}::text ilike any($2::text[])" for column in self.columns)


TABLES = (
    Quoting(table="turns", turn="id", texts=("request_text",), documents=("request",)),
    Quoting(table="messages", texts=("body", "working"), documents=("reply",)),
    Quoting(table="steps", documents=("result",)),
    Quoting(table="traces", documents=("facts",)),
    Quoting(table="questions", texts=("request_text",), documents=("plan", "ask")),
    Quoting(table="buttons", documents=("args",)),
    Quoting(table="pictures", texts=("caption",), documents=("context",)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Somebody who has everything forgotten: what they had asked for until then goes as a whole once it is over."""

    author: str
    until: datetime


@dataclass(slots=True, kw_only=True)
class QuotingTurns:
    """What a look through all that could know told."""

    patterns: frozenset[str] = frozenset()
    """What was looked for."""
    since: str = "-infinity"
    """What was over by then is not to be looked at again, but for what was at work."""
    turns: set[UUID] = field(default_factory=set[UUID])
    """That quote something of it."""
    at_work: set[UUID] = field(default_factory=set[UUID])
    """That could know it and are not over: one of them may be the request to forget."""
    schedules: set[UUID] = field(default_factory=set[UUID])
    """That quote something of it, of all who could know it."""
    brought: set[UUID] = field(default_factory=set[UUID])
    """Pictures that those brought and the bot described so."""


async def look_ahead(
    connection: Connection, scope: MemoryScope, sources: Sequence[UUID], patterns: Sequence[str], *, leaving: Leaving | None
) -> QuotingTurns:  # fmt: skip
    """Before the scope is locked, so that nobody waits for a look through everything: what then comes is looked through again, until that
    takes no time any more."""
    known = QuotingTurns()
    for _ in range(AHEAD_MAX):
        began = time.monotonic()
        known = await quoting_turns(connection, scope, sources, patterns, leaving=leaving, known=known)
        if time.monotonic() - began < QUICK_SECONDS:
            break
    return known


async def quoting_turns(
    connection: Connection, scope: MemoryScope, sources: Sequence[UUID], patterns: Sequence[str], *, leaving: Leaving | None,
    known: QuotingTurns,
) -> QuotingTurns:  # fmt: skip
    """Among the scope's turns, those in which it was told, and whatever replied to one of these. What the person `leaving` had finished
    is about to go as a whole, and looked at only where a reply may have taken words of it along. `known`: what an earlier look told; where
    that did not look for the same, all is looked through."""
    if not known.patterns.issuperset(patterns):
        known = QuotingTurns()
    found = replace(
        known, patterns=frozenset(patterns), since=await connection.fetchval(_SINCE), at_work=set()
    )
    walk = _Walk(scope=scope, sources=(*sources, *known.at_work), patterns=len(patterns), since=known.since)
    authors: set[str] = set()
    async for batch in walk.batches(connection):
        knowing = await connection.fetch(_WITH_REPLIES[scope.kind], scope.key, batch, *_arguments(leaving))
        ids = [row["id"] for row in knowing]
        found.turns.update(row["turn"] for row in await connection.fetch(QUOTING, ids, patterns))
        found.at_work.update(row["id"] for row in knowing if row["is_at_work"])
        authors.update(row["author"] for row in knowing if not row["goes"])
    for author in sorted(authors):
        await _look_at_what_is_kept_by(connection, author, patterns, found)
    return found


async def staying(
    connection: Connection, turns: Iterable[UUID], leaving: Leaving | None
) -> Sequence[Sequence[UUID]]:
    """In batches, those of the turns that do not go as a whole."""
    found = [await connection.fetch(_STAYING, batch, *_arguments(leaving)) for batch in in_batches(turns)]
    return [[row["id"] for row in batch] for batch in found]


def _arguments(leaving: Leaving | None) -> tuple[str | None, datetime | None]:
    return (leaving.author, leaving.until) if leaving else (None, None)


async def _look_at_what_is_kept_by(
    connection: Connection, person: str, patterns: Sequence[str], found: QuotingTurns
) -> None:
    """What is drawn by the clock, and what they brought and the bot described."""
    found.schedules.update(row["id"] for row in await connection.fetch(_SCHEDULES, person, patterns))
    after: tuple[bytes, str] | None = (b"", "")
    while after is not None:
        looked_at = await connection.fetch(_BROUGHT, person, *after, BATCH_ROWS_MAX, patterns)
        found.brought.update(row["id"] for row in looked_at if row["is_like"])
        full = len(looked_at) == BATCH_ROWS_MAX
        after = (looked_at[-1]["sha256"], looked_at[-1]["origin"]) if full else None


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Through the turns of a scope: where it was told and what is at work, then what is over in the order of an index."""

    scope: MemoryScope
    sources: Sequence[UUID]
    patterns: int
    since: str

    async def batches(self, connection: Connection) -> AsyncIterator[Sequence[UUID]]:
        rows = max(BATCH_ROWS_MIN, min(BATCH_ROWS, COMPARED_AT_FIRST // max(1, self.patterns)))
        at_work = await connection.fetch(_AT_WORK[self.scope.kind], self.scope.key)
        for batch in in_batches({*self.sources, *(row["id"] for row in at_work)}, rows):
            yield batch
        after: Sequence[str] = (self.since, str(UUID(int=0)))
        while True:
            began = time.monotonic()
            over = await connection.fetch(_OVER[self.scope.kind], self.scope.key, *after, rows)
            if over:
                yield [row["id"] for row in over]
            if len(over) < rows:
                return
            after = (over[-1]["at"], str(over[-1]["id"]))
            rows = fitting(rows, time.monotonic() - began)


def in_batches(turns: Iterable[UUID], rows: int = BATCH_ROWS) -> Iterable[Sequence[UUID]]:
    left = iter(turns)
    while batch := list(islice(left, rows)):
        yield batch


async def replies_to(connection: Connection, turns: Iterable[UUID]) -> Sequence[Any]:
    """What replied to these, and to those, nearest first: `id` and `replies_to`. All that replied to one stands together."""
    found: list[Any] = []
    for batch in in_batches(turns):
        found += await connection.fetch(_REPLIES, batch)
    return found


_IS_OVER = "t.state not in ('queued', 'running')"
_OVER_AT = "coalesce(t.finished_at, t.created_at)"


def _goes(author: str, until: str) -> str:
    """With somebody who is leaving."""
    return f"(coalesce(t.author = {author} and t.created_at <= {until}, false) and {_IS_OVER})"


_COLUMN: dict[ScopeKind, str] = {"user": "author", "channel": "channel", "community": "community"}


def _over(kind: ScopeKind) -> str:
    """By the index of what ended in a place, or of what a person asked for."""
    at = "t.created_at" if kind == "user" else _OVER_AT
    return f"""
select t.id, {at}::text as at from turns t
where t.{_COLUMN[kind]} = $1 and {_IS_OVER}
  and {at} >= $2::text::timestamptz and ({at}, t.id) > ($2::text::timestamptz, $3::text::uuid)
order by {at}, t.id limit $4
"""


def _with_replies(kind: ScopeKind) -> str:
    """Turns $2 of the scope $1 or the sources of what it knows, and what replied to them from outside of it: what did so within comes along
    with the scope."""
    return f"""
with recursive of_them as (
  select t.id, 0 as depth from turns t where t.id = any($2::uuid[])
  union
  select t.id, o.depth + 1
  from of_them o join messages m on m.turn_id = o.id join turns t on t.reply_to_id = m.id
  where o.depth < {REPLIES_DEPTH_MAX} and t.{_COLUMN[kind]} is distinct from $1
)
select distinct t.id, t.author, not ({_IS_OVER}) as is_at_work, {_goes("$3", "$4")} as goes from of_them o join turns t on t.id = o.id
where not {_goes("$3", "$4")}
  or exists (select from messages m join turns r on r.reply_to_id = m.id where m.turn_id = t.id)
"""


_OVER = {kind: _over(kind) for kind in _COLUMN}
_AT_WORK = {
    kind: f"select t.id from turns t where t.{column} = $1 and t.state in ('queued', 'running')"
    for kind, column in _COLUMN.items()
}
_WITH_REPLIES = {kind: _with_replies(kind) for kind in _COLUMN}
QUOTING = " union ".join(
    (
        *(
            f"select {each.turn} as turn from {each.table} where {each.turn} = any($1::uuid[]) and ({each.is_like})"
            for each in TABLES
        ),
        "select p.turn_id from pictures p join images i on i.id = p.image_id "
        "where p.turn_id = any($1::uuid[]) and i.caption ilike any($2::text[])",
    )
)
_REPLIES = f"""
with recursive of_them as (
  select t.id, null::uuid as replies_to, 0 as depth from unnest($1::uuid[]) t (id)
  union
  select t.id, o.id, o.depth + 1
  from of_them o join messages m on m.turn_id = o.id join turns t on t.reply_to_id = m.id
  where o.depth < {REPLIES_DEPTH_MAX}
)
select id, replies_to from of_them where depth > 0 order by depth
"""
_STAYING = f"select t.id from turns t where t.id = any($1::uuid[]) and not {_goes('$2', '$3')}"
# A minute is more than a transaction takes that stores a turn.
_SINCE = "select (clock_timestamp() - interval '1 minute')::text"
_SCHEDULES = "select id from schedules where author = $1 and request_text ilike any($2::text[])"
# What was drawn is found by its turn.
_BROUGHT = """
select i.id, i.sha256, i.origin, i.caption <> '' and i.caption ilike any($5::text[]) as is_like
from images i where i.owner = $1 and (i.sha256, i.origin) > ($2::bytea, $3::text) order by i.sha256, i.origin limit $4
"""
