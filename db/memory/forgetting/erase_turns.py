"""A forgotten person's memories, turns, messages and pictures on their way out, in batches that each fit into a transaction of their own:
who wrote a hundred thousand times is forgotten like everybody, and nobody waits behind it."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from agent.domain.memory import MemoryScope
from db.memory.forgetting.batch_size import BATCH_ROWS, fitting
from db.memory.forgetting.erase_memories import MemoryErasure
from db.memory.forgetting.forget import forget_in_scope
from db.pool import Connection, Pool

ERASURE_LOCK_CLASS = 20261130
"""First key of the advisory lock under which one batch of a person goes: two who erase the same person take turns."""
TAKEN_SECONDS = 0.02
"""Between two looks whether whoever else erases the same person is through with their batch."""
Stage = Literal["memories", "spending", "images", "turns", "messages", "late turns", "over"]
_NEXT: dict[Stage, Stage] = {
    "memories": "spending",
    "spending": "images",
    "images": "turns",
    "turns": "messages",
    "messages": "over",
    "late turns": "over",
}
_NOWHERE = "00000000-0000-0000-0000-000000000000"
_START: dict[Stage, Sequence[str]] = {
    "memories": ("", ""),
    "spending": ("-infinity", _NOWHERE),
    "images": ("", ""),
    "turns": ("-infinity", _NOWHERE),
    "messages": ("-infinity", "0"),
    "late turns": ("-infinity", _NOWHERE),
}


@dataclass(slots=True, kw_only=True)
class TurnErasure:
    """A person's memories, what they spent up to a time but for its sums, the pictures they brought or had drawn, their finished turns with
    all that hangs on them, and their other messages. Each kind but the first is walked through in the order of an index, and how far that
    has come is written down with each batch: whoever goes on with it does not look at what the batches before removed."""

    author: str
    until: datetime
    is_taken: bool = False
    """Somebody else was erasing the same person: nothing was done, and it is to be tried again in a moment."""
    _stage: Stage = "memories"
    _after: Sequence[str] = _START["memories"]
    """Two columns of the last row, as text."""
    _late_from: str = ""
    """When the first turn was made that may still have been at work when the walk through the turns began."""
    _memories: MemoryErasure | None = None

    @property
    def is_over(self) -> bool:
        return self._stage == "over"

    async def batch(self, connection: Connection, rows: int) -> int:
        """The next rows, at most so many, in the caller's transaction. How many of the kind there were."""
        self.is_taken = not await connection.fetchval(_TAKE_TURN, ERASURE_LOCK_CLASS, self.author)
        if self.is_taken:
            return 0
        await self._where_others_are(connection)
        if self._stage == "memories":
            return await self._forget_memories(connection)
        match self._stage:
            case "turns" | "late turns":
                found = await self._turns(connection, rows)
            case "messages":
                found = await self._messages(connection, rows)
            case "images":
                found = await self._images(connection, rows)
            case "spending":
                found = await connection.fetch(_SPENT, self.author, self.until, *self._after, rows)
            case "over":
                return 0
        if len(found) < rows:
            self._go_on()
        else:
            self._after = (found[-1]["at"], found[-1]["key"])
        if self._stage == "turns" and not self._late_from:
            self._late_from = await connection.fetchval(_LATE_FROM, self.author, self.until)
        await self._note(connection)
        return len(found)

    def _go_on(self) -> None:
        self._stage = _NEXT[self._stage]
        self._after = _START.get(self._stage, ())

    async def _forget_memories(self, connection: Connection) -> int:
        """The next of them: how many that are is not the caller's, as everything is looked through for each batch."""
        self._memories = self._memories or MemoryErasure(author=self.author, until=self.until)
        gone = await self._memories.batch(connection)
        if self._memories.is_over:
            self._go_on()
            await self._note(connection)
        return gone

    async def _where_others_are(self, connection: Connection) -> None:
        """Somebody else may have done some of it, before or meanwhile."""
        noted: str | None = await connection.fetchval(_PROGRESS, self.author)
        progress: dict[str, Any] = json.loads(noted) if noted else {}
        if progress.get("until") == self.until.isoformat():
            self._stage, self._after = progress["stage"], progress["after"]
            self._late_from = progress["late_from"]

    async def _note(self, connection: Connection) -> None:
        stage, after = self._stage, self._after
        if self.is_over:  # but for turns at work, which are looked for once more by the next who comes
            await connection.execute(_ERASED, self.author, self.until, self._late_from)
            stage, after = "late turns", (self._late_from, _NOWHERE)
        progress = {
            "until": self.until.isoformat(), "stage": stage, "after": [*after], "late_from": self._late_from,
        }  # fmt: skip
        await connection.execute(_NOTE_PROGRESS, self.author, self.until, json.dumps(progress))

    async def _turns(self, connection: Connection, rows: int) -> Sequence[Any]:
        found = await connection.fetch(_TURNS, self.author, self.until, *self._after, rows)
        ids = [row["id"] for row in found]
        if not ids:
            return found
        late = [row["id"] for row in found if row["is_late"]]
        if late:
            await self._done_since(connection, late)
        held = [row["image_id"] for row in await connection.fetch(_HELD, late)] if late else []
        for statement in _OF_TURNS:
            await connection.execute(statement, self.author, ids)
        freed = await connection.fetch(_FREED, self.author, self.until, held) if held else ()
        await self._remove_images(connection, [row["id"] for row in freed])
        return found

    async def _done_since(self, connection: Connection, turns: Sequence[UUID]) -> None:
        """What turns drew and learnt that were still under way as the person had everything forgotten: later than that, and theirs."""
        for row in await connection.fetch(_LEARNT, turns, self.author):
            await forget_in_scope(connection, MemoryScope(kind="user", key=self.author), [str(row["id"])])
        drawn = await connection.fetch(_DRAWN, self.author, self.until, turns)
        await self._remove_images(connection, [row["id"] for row in drawn])

    async def _messages(self, connection: Connection, rows: int) -> Sequence[Any]:
        found = await connection.fetch(_MESSAGES, self.author, self.until, *self._after, rows)
        ids = [row["id"] for row in found]
        for statement in _OF_MESSAGES if ids else ():
            await connection.execute(statement, ids)
        return found

    async def _images(self, connection: Connection, rows: int) -> Sequence[Any]:
        found = await connection.fetch(_IMAGES, self.author, self.until, *self._after, rows)
        await self._remove_images(connection, [row["id"] for row in found])
        return found

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
        if erasure.is_taken:
            await asyncio.sleep(TAKEN_SECONDS)
        else:
            rows = fitting(rows, time.monotonic() - began)


async def erase_turns_within(connection: Connection, author: str, *, until: datetime) -> None:
    """All of it in the caller's transaction."""
    erasure = TurnErasure(author=author, until=until)
    while not erasure.is_over:
        await erasure.batch(connection, BATCH_ROWS)
        if erasure.is_taken:
            await asyncio.sleep(TAKEN_SECONDS)


# Nobody waits for the disk between two batches: what was begun is kept safely, and what a crash takes back is done once more.
_TAKE_TURN = "select pg_try_advisory_xact_lock($1, hashtext($2)) and set_config('synchronous_commit', 'off', true) is not null"
# As text: a restore's connection has no codecs.
_PROGRESS = "select progress::text from erasures where author = $1"
_NOTE_PROGRESS = "update erasures set progress = $3::text::jsonb where author = $1 and requested_at <= $2"
# What a period's end removes just then is waited for; it never waits for this.
_TURNS = """
select t.id, t.created_at::text as at, t.id::text as key, coalesce(t.finished_at, now()) > $2 as is_late from turns t
where t.author = $1 and t.created_at <= $2 and t.state not in ('queued', 'running')
  and t.created_at >= $3::text::timestamptz and (t.created_at, t.id) > ($3::text::timestamptz, $4::text::uuid)
order by t.created_at, t.id limit $5 for update
"""
_HELD = """
select distinct mi.image_id from messages m join message_images mi on mi.message_id = m.id where m.turn_id = any($1::uuid[])
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
select m.id, m.created_at::text as at, m.id::text as key from messages m
where m.author = $1 and m.turn_id is null and m.created_at <= $2
  and (m.created_at, m.id) > ($3::text::timestamptz, $4::text::bigint)
order by m.created_at, m.id limit $5
"""
_OF_MESSAGES: Sequence[str] = (
    """update turns set request = jsonb_set(request, '{quoted}', '""') where reply_to_id = any($1::bigint[]) and request ? 'quoted'""",
    "delete from messages where id = any($1::bigint[])",
)
# By what their steps say: a look at all that is the person's would pass by what has just gone.
_DRAWN = """
select i.id from steps s join images i on i.id = case when s.result->>'image' ~ '^[0-9a-f-]{36}$' then (s.result->>'image')::uuid end
where s.turn_id = any($3::uuid[]) and i.owner = $1 and i.created_at > $2 and split_part(i.origin, '/', 1) = s.turn_id::text
"""
_LEARNT = "select id from memories where turn_id = any($1::uuid[]) and scope_kind = 'user' and scope_key = $2 order by id"
# What a turn at work was given is left to it, and what they brought again since they came back is theirs.
_NOT_SHOWN = """
  not exists (select 1 from message_images mi join messages m on m.id = mi.message_id
              join turns t on t.id = m.turn_id where mi.image_id = i.id and t.author = $1
                and (t.created_at > $2 or t.state in ('queued', 'running')))
"""
_FREED = f"select i.id from images i where i.id = any($3::uuid[]) and i.owner = $1 and i.created_at <= $2 and {_NOT_SHOWN}"
_IMAGES = f"""
select i.id, encode(i.sha256, 'hex') as at, i.origin as key from images i
where i.owner = $1 and i.created_at <= $2 and (i.sha256, i.origin) > (decode($3::text, 'hex'), $4::text) and {_NOT_SHOWN}
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
# What they asked for since they came back stays theirs, and what a turn at work is still to pay for goes with it. The rest of a day in a
# place becomes one row: to take a name out of each would write all their indexes. From the last turn on: it may have had more steps.
_SPENT = """
with mine as (
  select o.turn_id, o.step, o.day from spending o
  where o.author = $1 and (o.day, o.turn_id) >= ($3::text::date, $4::text::uuid)
    and not exists (select from turns t where t.id = o.turn_id and (t.created_at > $2 or t.state in ('queued', 'running')))
  order by o.day, o.turn_id limit $5
), gone as (
  delete from spending s using mine where s.turn_id = mine.turn_id and s.step = mine.step
  returning s.day, s.community, case when s.community is null then '' else s.channel end as channel, s.pictures, s.usd
), nameless as (
  insert into spending (turn_id, step, day, channel, community, pictures, usd, settled)
  select gen_random_uuid(), 'forgotten', day, channel, community, sum(pictures), sum(usd), true from gone group by day, community, channel
)
select day::text as at, turn_id::text as key from mine order by day, turn_id
"""
# A minute is more than a transaction takes that stores a turn.
_LATE_FROM = """
select least(min(t.created_at), $2::timestamptz - interval '1 minute')::text from turns t
where t.author = $1 and t.state in ('queued', 'running') and t.created_at <= $2
"""
# Asked again since, or something of it is still under way: then it is still to be done.
_ERASED = """
delete from erasures e where e.author = $1 and e.requested_at <= $2
  and not exists (select from turns t where t.author = $1 and t.created_at between $3::text::timestamptz and $2)
"""
