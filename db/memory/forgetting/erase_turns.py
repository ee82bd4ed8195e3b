"""A forgotten person's turns, messages and pictures on their way out, in batches that each fit into a transaction of their own: who wrote
a hundred thousand times is forgotten like everybody, and nobody waits behind it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from agent.domain.memory import MemoryScope
from db.memory.forgetting.batch_size import BATCH_ROWS, fitting
from db.memory.forgetting.forget import forget_in_scope
from db.pool import Connection, Pool

ERASURE_LOCK_CLASS = 20261130
"""First key of the advisory lock under which one batch of a person goes: two who erase the same person take turns."""
Stage = Literal["spending", "turns", "messages", "images", "over"]
_NEXT: dict[Stage, Stage] = {
    "spending": "turns",
    "turns": "messages",
    "messages": "images",
    "images": "over",
}
_START = (datetime.min.replace(tzinfo=UTC), UUID(int=0))


@dataclass(slots=True, kw_only=True)
class TurnErasure:
    """The finished turns of a person up to a time with all that hangs on them, their other messages, the pictures they brought or had
    drawn, and their name on what they spent. Each kind is walked through in the order of an index, so that no batch looks at what the
    ones before it removed."""

    author: str
    until: datetime
    _stage: Stage = "spending"
    _after: Any = None

    @property
    def is_over(self) -> bool:
        return self._stage == "over"

    async def batch(self, connection: Connection, rows: int) -> int:
        """The next rows, at most so many, in the caller's transaction. How many of the kind there were."""
        await connection.execute(
            "select pg_advisory_xact_lock($1, hashtext($2))", ERASURE_LOCK_CLASS, self.author
        )
        match self._stage:
            case "turns":
                done = await self._turns(connection, rows)
            case "messages":
                done = await self._messages(connection, rows)
            case "images":
                done = await self._images(connection, rows)
            case "spending":
                done = len(await connection.fetch(_SPENT, self.author, self.until, rows))
            case "over":
                return 0
        if done < rows:
            self._stage, self._after = _NEXT[self._stage], None
        if self.is_over:
            await connection.execute(_ERASED, self.author, self.until)
        return done

    async def _turns(self, connection: Connection, rows: int) -> int:
        found = await connection.fetch(_TURNS, self.author, self.until, *(self._after or _START), rows)
        ids = [row["id"] for row in found]
        if late := [row["id"] for row in found if row["is_late"]]:
            await self._done_since(connection, late)
        for statement in _OF_TURNS if ids else ():
            await connection.execute(statement, self.author, ids)
        self._after = (found[-1]["created_at"], found[-1]["id"]) if found else self._after
        return len(found)

    async def _done_since(self, connection: Connection, turns: Sequence[UUID]) -> None:
        """What turns drew and learnt that were still under way as the person had everything forgotten: later than that, and theirs."""
        for row in await connection.fetch(_LEARNT, turns, self.author):
            await forget_in_scope(connection, MemoryScope(kind="user", key=self.author), [str(row["id"])])
        drawn = await connection.fetch(_DRAWN, self.author, self.until, [str(turn) for turn in turns])
        await self._remove_images(connection, [row["id"] for row in drawn])

    async def _messages(self, connection: Connection, rows: int) -> int:
        at, number = self._after or (_START[0], 0)
        found = await connection.fetch(_MESSAGES, self.author, self.until, at, number, rows)
        ids = [row["id"] for row in found]
        for statement in _OF_MESSAGES if ids else ():
            await connection.execute(statement, ids)
        self._after = (found[-1]["created_at"], found[-1]["id"]) if found else self._after
        return len(found)

    async def _images(self, connection: Connection, rows: int) -> int:
        found = await connection.fetch(_IMAGES, self.author, self.until, *(self._after or (b"", "")), rows)
        await self._remove_images(connection, [row["id"] for row in found])
        self._after = (found[-1]["sha256"], found[-1]["origin"]) if found else self._after
        return len(found)

    async def _remove_images(self, connection: Connection, images: Sequence[UUID]) -> None:
        for statement in _OF_IMAGES if images else ():
            await connection.execute(statement, images, self.author)


async def erase_turns(pool: Pool, author: str, *, until: datetime) -> None:
    """All of it, each batch in a transaction of its own. Whatever ends this on the way, the hour's retention goes on with."""
    erasure, rows = TurnErasure(author=author, until=until), BATCH_ROWS
    while not erasure.is_over:
        began = time.monotonic()
        async with pool.acquire() as connection, connection.transaction():
            await erasure.batch(connection, rows)
        rows = fitting(rows, time.monotonic() - began, most=BATCH_ROWS)


async def erase_turns_within(connection: Connection, author: str, *, until: datetime) -> None:
    """All of it in the caller's transaction."""
    erasure = TurnErasure(author=author, until=until)
    while not erasure.is_over:
        await erasure.batch(connection, BATCH_ROWS)


# What a period's end removes just then is left to it.
_TURNS = """
select t.id, t.created_at, coalesce(t.finished_at, now()) > $2 as is_late from turns t
where t.author = $1 and t.created_at <= $2 and t.state not in ('queued', 'running')
  and t.created_at >= $3 and (t.created_at, t.id) > ($3, $4)
order by t.created_at, t.id limit $5 for update skip locked
"""
_OF_TURNS: Sequence[str] = (
    # Others quoted them by replying.
    """
update turns t set request = jsonb_set(t.request, '{quoted}', '""')
from messages m where m.turn_id = any($2::uuid[]) and m.author = $1 and t.reply_to_id = m.id and t.request ? 'quoted'
""",
    # What turns did that were under way when the person had everything forgotten. An event that a platform may deliver again (for a day)
    # must stay known, whose it was need not; older ones go with their turns, and its id names nobody (bot/turns/incoming_events.py). The
    # locks of jobs name whose turns they were. Spending may be booked while the turn that asks for this is still at work; a private
    # chat is named after its person.
    """
with met as (delete from introductions where author = $1 and turn_id = any($2::uuid[])),
reported as (update reports set reporter = null, reason = '' where reporter = $1 and turn_id = any($2::uuid[])),
logged as (update audit_log set actor = null, actor_name = '', turn_id = null where actor = $1 and turn_id = any($2::uuid[])),
taken as (update inbox set turn_id = null where turn_id = any($2::uuid[]) and received_at > now() - interval '2 days'),
jobs as (delete from procrastinate_jobs j using turns t where t.id = any($2::uuid[]) and j.id = t.job_id and j.status <> 'doing'),
spent as (update spending set author = null, channel = case when community is null then '' else channel end
          where turn_id = any($2::uuid[]) and author is not null)
delete from turns where id = any($2::uuid[])
""",
)
# All others go with their turns.
_MESSAGES = """
select m.id, m.created_at from messages m
where m.author = $1 and m.turn_id is null and m.created_at <= $2 and (m.created_at, m.id) > ($3, $4)
order by m.created_at, m.id limit $5
"""
_OF_MESSAGES: Sequence[str] = (
    """update turns set request = jsonb_set(request, '{quoted}', '""') where reply_to_id = any($1::bigint[]) and request ? 'quoted'""",
    "delete from messages where id = any($1::bigint[])",
)
_DRAWN = """
select i.id from images i where i.owner = $1 and i.created_at > $2 and split_part(i.origin, '/', 1) = any($3::text[])
"""
_LEARNT = "select id from memories where turn_id = any($1::uuid[]) and scope_kind = 'user' and scope_key = $2 order by id"
_IMAGES = """
select i.id, i.sha256, i.origin from images i
where i.owner = $1 and i.created_at <= $2 and (i.sha256, i.origin) > ($3, $4)
  and not exists (select 1 from message_images mi join messages m on m.id = mi.message_id
                  join turns t on t.id = m.turn_id where mi.image_id = i.id and t.author = $1)
order by i.sha256, i.origin limit $5
"""
_OF_IMAGES: Sequence[str] = (
    # What somebody else's memory still shows stays, as theirs.
    """
update images i set owner = u.author, origin = 'kept:' || i.id::text, caption = ''
from (
  select mi.image_id, min(m.author) as author from memory_images mi join memories m on m.id = mi.memory_id
  where mi.image_id = any($1::uuid[]) and m.author <> $2 group by mi.image_id
) u
where u.image_id = i.id and i.owner = $2
""",
    "delete from images where id = any($1::uuid[]) and owner = $2",
)
# What they asked for since they came back stays theirs.
_SPENT = """
update spending s set author = null, channel = case when s.community is null then '' else s.channel end
from (
  select o.turn_id, o.step from spending o where o.author = $1
    and not exists (select from turns t where t.id = o.turn_id and t.created_at > $2)
  limit $3
) mine
where s.turn_id = mine.turn_id and s.step = mine.step returning s.step
"""
# Asked again since, or something of it is still under way: then it is still to be done.
_ERASED = """
delete from erasures e where e.author = $1 and e.requested_at <= $2
  and not exists (select from turns t where t.author = $1 and t.created_at <= $2)
"""
