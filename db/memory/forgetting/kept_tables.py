"""Tables whose rows are kept for a while only, and how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

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
BEFORE_ALL = UUID(int=0)
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


@dataclass(slots=True, kw_only=True)
class TableEnd:
    """One table on its way through what is too old, batch by batch."""

    table: KeptTable
    until: datetime
    after: UUID = BEFORE_ALL
    """What is looked at next comes behind it."""
    is_done: bool = False

    async def batch(self, connection: Connection, rows: int) -> int:
        """The next rows, at most so many, in the caller's transaction. How many went."""
        if not self.table.walks:
            gone: int = await connection.fetchval(self.table.statement, self.until, rows)
            self.is_done = gone < rows
            return gone
        walked = await connection.fetchrow(self.table.statement, self.until, rows, self.after)
        assert walked is not None, "it counts"
        self.after, self.is_done = walked["after"], not walked["is_further"]
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
    """Rows `k` of turns `t`, which come with a key that begins with their turn."""
    return _walking(
        f"""
select n.id, t.created_at, t.finished_at
from (select distinct k.turn_id as id from {table} k where k.turn_id > $3::uuid order by k.turn_id limit $2) n join turns t on t.id = n.id
""",
        f"delete from {table} k using looked_at t where k.turn_id = t.id and {condition}",
    )


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
    KeptTable(name="steps", kept=STEPS_KEPT, statement=_of_turns("steps", "t.finished_at < $1"), walks=True),
    KeptTable(name="traces", kept=TRACES_KEPT, statement=_of_turns("traces", "k.created_at < $1"), walks=True),
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
