"""Tables whose rows are kept for a while only, and how long."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from db.memory.forgetting.batch_size import BATCH_SECONDS
from db.pool import Connection

STEPS_KEPT = timedelta(days=7)
"""Checkpoints of a turn that is over."""
TRACES_KEPT = timedelta(days=90)
EXPORTS_KEPT = timedelta(days=1)
ORPHANS_KEPT = timedelta(days=30)
"""Pictures that no message, memory or record holds (found references, drafts) and whose place keeps no period."""
FORGOTTEN_KEPT = timedelta(days=400)
"""Who had everything forgotten, without a name. A backup that is older can bring them back: none should be kept for so long."""
NOTICES_KEPT = timedelta(days=1)
"""What accounts were to be told, codes and links that are too old to be used."""
INBOX_KEPT = timedelta(days=30)
"""Platforms deliver an event again for a day (Telegram); Discord's channels are read from where reading left off."""
REPORTS_KEPT = timedelta(days=90)
"""Decided or not."""
AUDIT_KEPT = timedelta(days=90)
BEFORE_ALL, BEHIND_ALL = UUID(int=0), UUID(int=2**128 - 1)
SPAN_MIN, SPAN_MAX = timedelta(seconds=1), timedelta(days=1)
"""Of the time in which turns began that one batch walks through."""
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM_BITS = 80
"""Of an id, below the milliseconds in which it was made (RFC 9562, version 7)."""
SPENDING_KEPT = timedelta(days=62)
"""By step and person: this month and the last one, whole. After that by month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    name: str
    kept: timedelta
    statement: str
    """Removes at most $2 rows older than $1 and says how many those were (`gone`). One that walks looks at the next $2 turns or pictures
    after $3, whose ids are in the order of time, and says besides which was the last (`after`) and whether more may be old
    (`is_further`): what has no index of its time would be read whole, and what has just gone walked over with each batch."""
    walks: bool = False
    is_of_turns: bool = False
    """Walks no further than to the turn $4: what went with its turns leaves entries in the index behind until a vacuum, and one statement
    would pass by all of them (2 s after a million turns)."""


@dataclass(slots=True, kw_only=True)
class TableEnd:
    """One table on its way through what is too old, batch by batch."""

    table: KeptTable
    until: datetime
    after: UUID = BEFORE_ALL
    """What is looked at next comes behind it."""
    is_done: bool = False
    _span: timedelta = SPAN_MIN

    async def batch(self, connection: Connection, rows: int) -> int:
        """The next rows, at most so many, in the caller's transaction. How many went."""
        if not self.table.walks:
            gone: int = await connection.fetchval(self.table.statement, self.until, rows)
            self.is_done = gone < rows
            return gone
        if self.table.is_of_turns:
            return await self._through_turns(connection, rows)
        walked = await connection.fetchrow(self.table.statement, self.until, rows, self.after)
        assert walked is not None, "it counts"
        self.after, self.is_done = walked["after"], not walked["is_further"]
        return walked["gone"]

    async def _through_turns(self, connection: Connection, rows: int) -> int:
        """Those that began within a span, which grows and shrinks with what it takes to look at it."""
        began, end = time.monotonic(), BEHIND_ALL
        if self.after != BEFORE_ALL:
            end = UUID(int=self.after.int + (self._span // _MILLISECOND << _RANDOM_BITS))
        walked = await connection.fetchrow(self.table.statement, self.until, rows, self.after, end)
        assert walked is not None, "it counts"
        self._span = _fitting(self._span, time.monotonic() - began)
        if walked["is_whole"]:  # there may be more within it
            self.after, self.is_done = walked["after"], not walked["is_old"]
        else:
            self.after, self.is_done = (
                end,
                walked["is_old"] is False or _made_at(end) > _ms(self.until + self.table.kept),
            )
        return walked["gone"]


def _removing(table: str, condition: str) -> str:
    """By the row's place on the disk: none of these is found by a key."""
    return f"""
with gone as (
  delete from {table} where ctid = any(array(select k.ctid from {table} k where {condition} limit $2)) returning 1
)
select count(*) from gone
"""


def _walking(looked_at: str, gone: str) -> str:
    """`looked_at`: the next rows, with `id` and `created_at`; `gone`: what is removed of them."""
    return f"""
with looked_at as ({looked_at}), gone as ({gone} returning 1), latest as (
  select id, created_at from looked_at order by id desc limit 1
)
select (select count(*) from gone) as gone, coalesce((select id from latest), $3::uuid) as after,
       (select count(*) from looked_at) = $2 and (select created_at < $1 from latest) as is_further
"""


def _of_turns(table: str, condition: str) -> str:
    """Rows `k` of turns `t`, which come with a key that begins with their turn. `is_old`: of the last looked at, null where there is none;
    `is_whole`: as many were there as are looked at."""
    return f"""
with looked_at as (
  select n.id, t.created_at, t.finished_at
  from (
    select distinct k.turn_id as id from {table} k where k.turn_id > $3::uuid and k.turn_id <= $4::uuid order by k.turn_id limit $2
  ) n join turns t on t.id = n.id
), gone as (
  delete from {table} k using looked_at t where k.turn_id = t.id and {condition} returning 1
), latest as (select id, created_at from looked_at order by id desc limit 1)
select (select count(*) from gone) as gone, (select id from latest) as after, (select created_at < $1 from latest) as is_old,
       (select count(*) from looked_at) = $2 as is_whole
"""


def _fitting(span: timedelta, seconds: float) -> timedelta:
    """Twice or half of it, as one took so long."""
    return max(SPAN_MIN, span / 2) if seconds > BATCH_SECONDS else min(SPAN_MAX, span * 2)


def _made_at(key: UUID) -> int:
    """Milliseconds since 1970."""
    return key.int >> _RANDOM_BITS


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000)


# The sums of a month outlive their rows by no longer than the transaction takes. A month that is summed in two runs is added up.
_SUM_SPENDING = """
with gone as (
  delete from spending where ctid = any(array(select k.ctid from spending k where k.day < $1::timestamptz::date limit $2))
  returning day, community, pictures, usd
), summed as (
  insert into spending_months as m (month, community, pictures, usd)
  select date_trunc('month', day)::date, coalesce(community, ''), sum(pictures), sum(usd) from gone group by 1, 2
  on conflict (month, community) do update set pictures = m.pictures + excluded.pictures, usd = m.usd + excluded.usd
)
select count(*) from gone
"""
_UNHELD = """
delete from images i using looked_at k where i.id = k.id and k.created_at < $1
  and not exists (select 1 from message_images u where u.image_id = k.id)
  and not exists (select 1 from memory_images u where u.image_id = k.id)
  and not exists (select 1 from pictures u where u.image_id = k.id)
"""
_NEXT_IMAGES = "select i.id, i.created_at from images i where i.id > $3::uuid order by i.id limit $2"
# A question that nobody answered yet would time out once more. By the time first (`offset 0`): else each was looked up by its turn.
_INBOX = """
with gone as (
  delete from inbox where ctid = any(array(
    select k.ctid from (select ctid, turn_id, event_id from inbox where received_at < $1 offset 0) k
    where not exists (select 1 from questions q where q.turn_id = k.turn_id and q.answered_at is null)
      and not exists (select 1 from questions q where q.answered_at is null and k.event_id = 'timeout:' || q.turn_id::text)
    limit $2)) returning 1
)
select count(*) from gone
"""

OF_TURNS = (
    KeptTable(name="steps", kept=STEPS_KEPT, statement=_of_turns("steps", "t.finished_at < $1"), walks=True, is_of_turns=True),
    KeptTable(name="traces", kept=TRACES_KEPT, statement=_of_turns("traces", "k.created_at < $1"), walks=True, is_of_turns=True),
)  # fmt: skip
"""What goes with its turn leaves index entries behind until a vacuum, and a walk from the beginning passes by all of them (5.8 s after a
million turns): it begins with the oldest turn that there is."""
KEPT = (
    KeptTable(name="exports", kept=EXPORTS_KEPT, statement=_removing("images", "k.media_type = 'application/zip' and k.created_at < $1")),
    KeptTable(name="inbox", kept=INBOX_KEPT, statement=_INBOX),
    KeptTable(name="reports", kept=REPORTS_KEPT, statement=_removing("reports", "k.created_at < $1")),
    KeptTable(name="audit log", kept=AUDIT_KEPT, statement=_removing("audit_log", "k.at < $1")),
    KeptTable(name="spending", kept=SPENDING_KEPT, statement=_SUM_SPENDING),
    KeptTable(name="forgotten", kept=FORGOTTEN_KEPT, statement=_removing("forgotten", "k.at < $1")),
    KeptTable(name="account notices", kept=NOTICES_KEPT, statement=_removing("account_notices", "k.created_at < $1")),
    KeptTable(name="account codes", kept=NOTICES_KEPT, statement=_removing("account_codes", "k.until < $1")),
    KeptTable(name="links to the page", kept=NOTICES_KEPT, statement=_removing("web_links", "k.until < $1")),
    KeptTable(name="pictures that nothing holds", kept=ORPHANS_KEPT, statement=_walking(_NEXT_IMAGES, _UNHELD), walks=True),
)  # fmt: skip
