"""Tables whose rows are kept for a while only, and how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

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
SPENDING_KEPT = timedelta(days=62)
"""By step and person: this month and the last one, whole. After that by month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    name: str
    kept: timedelta
    statement: str
    """Removes at most $2 rows older than $1 and says how many those were."""

    async def end(self, connection: Connection, until: datetime, rows: int) -> int:
        return await connection.fetchval(self.statement, until, rows)


def _removing(table: str, condition: str, *, further: str = "") -> str:
    """By the row's place on the disk: none of these is found by a key."""
    return f"""
with gone as (
  delete from {table} where ctid = any(array(select k.ctid from {table} k {further} where {condition} limit $2)) returning 1
)
select count(*) from gone
"""


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
k.created_at < $1
  and not exists (select 1 from message_images u where u.image_id = k.id)
  and not exists (select 1 from memory_images u where u.image_id = k.id)
  and not exists (select 1 from pictures u where u.image_id = k.id)
"""
# A question that nobody answered yet would time out once more.
_UNASKED = """
k.received_at < $1 and not exists (
  select 1 from questions q where q.turn_id = k.turn_id and q.answered_at is null) and not exists (
  select 1 from questions q where q.answered_at is null and k.event_id = 'timeout:' || q.turn_id::text)
"""

KEPT = (
    KeptTable(name="exports", kept=EXPORTS_KEPT, statement=_removing("images", "k.media_type = 'application/zip' and k.created_at < $1")),
    KeptTable(name="inbox", kept=INBOX_KEPT, statement=_removing("inbox", _UNASKED)),
    KeptTable(
        name="steps", kept=STEPS_KEPT,
        statement=_removing("steps", "t.finished_at < $1", further="join turns t on t.id = k.turn_id"),
    ),
    KeptTable(name="traces", kept=TRACES_KEPT, statement=_removing("traces", "k.created_at < $1")),
    KeptTable(name="reports", kept=REPORTS_KEPT, statement=_removing("reports", "k.created_at < $1")),
    KeptTable(name="audit log", kept=AUDIT_KEPT, statement=_removing("audit_log", "k.at < $1")),
    KeptTable(name="spending", kept=SPENDING_KEPT, statement=_SUM_SPENDING),
    KeptTable(name="forgotten", kept=FORGOTTEN_KEPT, statement=_removing("forgotten", "k.at < $1")),
    KeptTable(name="account notices", kept=NOTICES_KEPT, statement=_removing("account_notices", "k.created_at < $1")),
    KeptTable(name="account codes", kept=NOTICES_KEPT, statement=_removing("account_codes", "k.until < $1")),
    KeptTable(name="links to the page", kept=NOTICES_KEPT, statement=_removing("web_links", "k.until < $1")),
    KeptTable(name="pictures that nothing holds", kept=ORPHANS_KEPT, statement=_removing("images", _UNHELD)),
)  # fmt: skip
