"""Which turns quote what is to be forgotten: all that could know it are looked through, as many at a time as take a moment, and only those
that do are kept in mind. A community may have had a million."""

import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from agent.domain.memory import MemoryScope, ScopeKind
from db.memory.forgetting.batch_size import BATCH_ROWS, BATCH_ROWS_MIN, fitting
from db.pool import Connection

REPLIES_DEPTH_MAX = 25
"""How far down a chain of replies quotations are followed: the bot itself looks no further back."""
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


@dataclass(slots=True, kw_only=True)
class QuotingTurns:
    """What a look through all that could know told."""

    turns: set[UUID] = field(default_factory=set[UUID])
    """That quote something of it."""
    at_work: set[UUID] = field(default_factory=set[UUID])
    """That could know it and are not over: one of them may be the request to forget."""
    authors: set[str] = field(default_factory=set[str])
    """Of all that could know it."""


async def quoting_turns(
    connection: Connection, scope: MemoryScope, sources: Sequence[UUID], patterns: Sequence[str], *, leaving: str | None
) -> QuotingTurns:  # fmt: skip
    """Among the scope's turns, those in which it was told, and whatever replied to one of these. What the person `leaving` had finished
    is about to go as a whole, and looked at only where a reply may have taken words of it along."""
    found = QuotingTurns()
    walk = _Walk(scope=scope, sources=sources, patterns=len(patterns))
    async for batch in walk.batches(connection):
        knowing = await connection.fetch(_WITH_REPLIES[scope.kind], scope.key, batch, leaving)
        ids = [row["id"] for row in knowing]
        found.turns.update(row["turn"] for row in await connection.fetch(QUOTING, ids, patterns))
        found.at_work.update(row["id"] for row in knowing if row["is_at_work"])
        found.authors.update(row["author"] for row in knowing)
    return found


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Through the turns of a scope: where it was told and what is at work, then what is over in the order of an index."""

    scope: MemoryScope
    sources: Sequence[UUID]
    patterns: int

    async def batches(self, connection: Connection) -> AsyncIterator[Sequence[UUID]]:
        rows = max(BATCH_ROWS_MIN, min(BATCH_ROWS, COMPARED_AT_FIRST // max(1, self.patterns)))
        at_work = await connection.fetch(_AT_WORK[self.scope.kind], self.scope.key)
        for batch in in_batches({*self.sources, *(row["id"] for row in at_work)}, rows):
            yield batch
        after: Sequence[str] = ("-infinity", str(UUID(int=0)))
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
select distinct t.id, t.author, not ({_IS_OVER}) as is_at_work from of_them o join turns t on t.id = o.id
where t.author is distinct from $3 or not ({_IS_OVER})
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
