"""What has had its time: places with a retention period, people who had everything forgotten, and what was kept for a while only."""

from datetime import datetime, timedelta

from agent.domain.memory import MemoryScope
from db.errors import guarded
from db.memory.forgetting.erase_person import erase_turns, forget_learnt_until
from db.memory.memory_rows import lock_scope, note_removal, refresh_profile
from db.pool import Connection, Pool

STEPS_KEPT = timedelta(days=7)
"""Checkpoints of a turn that is over."""
TRACES_KEPT = timedelta(days=90)
EXPORTS_KEPT = timedelta(days=1)
ORPHANS_KEPT = timedelta(days=30)
"""Pictures that no message, memory or record holds any more (found references, drafts)."""


@guarded
async def retain(pool: Pool, now: datetime) -> int:
    """One run; how many rows went."""
    gone = 0
    async with pool.acquire() as connection:
        for row in await connection.fetch(_PERIODS):
            until = now - timedelta(days=row["days"])
            async with connection.transaction():
                gone += await _end_of_period(connection, row["scope"], until)
        for row in await connection.fetch(_ERASURES):
            async with connection.transaction():
                gone += await forget_learnt_until(connection, row["author"], row["requested_at"])
                gone += await erase_turns(connection, row["author"], until=row["requested_at"])
                await connection.execute(_ERASED, row["author"])
        for statement, kept in _KEPT_FOR_A_WHILE:
            gone += _count(await connection.execute(statement, now - kept))
    return gone


async def _end_of_period(connection: Connection, scope: str, until: datetime) -> int:
    """Of a place: turns, with messages and pictures, that ended before `until`, and memories not used since; rules stay."""
    kind, _, key = scope.partition(":")
    gone = _count(await connection.execute(_TURNS_OF[kind], key, until))
    rows = await connection.fetch(_MEMORIES_OF[kind], key, until)
    for row in rows:
        place = MemoryScope(kind=row["scope_kind"], key=row["scope_key"])
        await lock_scope(connection, place)
        gone += _count(
            await connection.execute("delete from memories where id = any($1::uuid[])", row["ids"])
        )
        await note_removal(connection, place)
        await refresh_profile(connection, place)
    return gone


def _count(status: str) -> int:
    """Of a command tag: "DELETE 3"."""
    return int(status.rsplit(" ", 1)[-1])


_PERIODS = """
select scope, (settings->>'retention_days')::int as days from channel_settings
where coalesce((settings->>'retention_days')::int, 0) > 0 order by scope
"""
_OVER = "t.state not in ('queued', 'running') and coalesce(t.finished_at, t.created_at) < $2"
# A channel with settings of its own is not under its community's.
_TURNS_OF = {
    "channel": f"delete from turns t where t.channel = $1 and {_OVER}",
    "community": f"""
delete from turns t where t.community = $1 and {_OVER}
  and not exists (select 1 from channel_settings s where s.scope = 'channel:' || t.channel)
""",
}


def _memories_where(condition: str) -> str:
    return f"""
select m.scope_kind, m.scope_key, array_agg(m.id) as ids
from memories m left join memory_uses u on u.memory_id = m.id
where {condition} and m.kind <> 'rule' and greatest(m.valid_from, u.used_at, m.valid_to) < $2
group by m.scope_kind, m.scope_key order by m.scope_kind, m.scope_key
"""


_MEMORIES_OF = {
    "channel": _memories_where("m.scope_kind = 'channel' and m.scope_key = $1"),
    "community": _memories_where("m.scope_kind = 'community' and m.scope_key = $1"),
}
_ERASURES = """
select author, requested_at from erasures e
where not exists (select 1 from turns t where t.author = e.author and t.created_at <= e.requested_at
                  and t.state in ('queued', 'running'))
"""
_ERASED = "delete from erasures where author = $1"
_KEPT_FOR_A_WHILE = (
    ("delete from steps s using turns t where t.id = s.turn_id and t.finished_at < $1", STEPS_KEPT),
    ("delete from traces where created_at < $1", TRACES_KEPT),
    ("delete from images where media_type = 'application/zip' and created_at < $1", EXPORTS_KEPT),
    (
        """
delete from images i where i.created_at < $1
  and not exists (select 1 from message_images u where u.image_id = i.id)
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
""",
        ORPHANS_KEPT,
    ),
)
