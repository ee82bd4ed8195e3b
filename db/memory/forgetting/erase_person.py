"""Forgetting a person: everything that is kept of them on their platform goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from agent.domain.memory import MemoryScope, Reader
from db.accounts.linked_accounts import accounts_of, leave
from db.audit_log import note_reader
from db.errors import guarded
from db.memory.forgetting.forget import forget_in_scope
from db.pool import Connection, Pool

ROWS_AT_ONCE = 200
FORGOTTEN_AUTHOR = ""
"""In place of the AuthorId of a moderator who set what holds for a place, and is gone."""


async def erase_person(pool: Pool, reader: Reader, *, everywhere: bool = False) -> int:
    """As `erase_everything_of`, of who asks for it, or of all their accounts; the record says that somebody did."""
    async with pool.acquire() as connection, connection.transaction():
        theirs = {account.id for account in await accounts_of(connection, reader.author) if everywhere}
        # Always in the same order, so that two accounts that ask at once do not wait for each other.
        gone = sum([await erase(connection, author) for author in sorted({*theirs, reader.author})])
        await note_reader(connection, reader, "forgot", "everything", nameless=True)
    return gone


@guarded
async def erase_everything_of(pool: Pool, author: str) -> int:
    """How many memories, pictures and messages went. What moderators set for a shared place (rules, house style) stays, without a name.
    Turns under way (the one that asks for this among them) are left to end; their rows go with the next retention run."""
    async with pool.acquire() as connection, connection.transaction():
        return await erase(connection, author)


async def erase(connection: Connection, author: str) -> int:
    """As `erase_everything_of`, within the caller's transaction."""
    await connection.execute(_NOTICED, author)
    memories = await _forget_memories(connection, author)
    await connection.execute(_KEEP_SHARED, author, FORGOTTEN_AUTHOR)
    gone = await erase_turns(connection, author, until=await connection.fetchval("select now()"))
    for statement in _PERSON:
        await connection.execute(statement, author)
    await leave(connection, author)
    await connection.execute(_NOTE, author)
    await connection.execute(_REMEMBER_FORGETTING, author)
    return memories + gone


async def erase_turns(connection: Connection, author: str, *, until: datetime) -> int:
    """The person's finished turns up to then with all that hangs on them, their other messages, and the pictures they brought or
    had drawn. How many pictures and messages there were."""
    count = await connection.fetchval(_COUNT, author, until)
    for statement in (_QUOTES, _INBOX, _JOBS, _SPENT, *_MODERATION, _LEND_IMAGES):
        await connection.execute(statement, author, until)
    for statement in (_RENDERS, _TURNS, _MESSAGES, _IMAGES):
        while await connection.fetchval(statement, author, until, ROWS_AT_ONCE) == ROWS_AT_ONCE:
            continue  # who wrote ten thousand times is forgotten like everybody: no statement is so long that it is ended
    return count


async def forget_learnt_until(connection: Connection, author: str, until: datetime) -> int:
    """What turns that were under way at that time learnt afterwards. How many memories there were."""
    return await _forget_rows(connection, await connection.fetch(_LEARNT, author, until))


async def _forget_memories(connection: Connection, author: str) -> int:
    return await _forget_rows(connection, await connection.fetch(_MEMORIES, author))


async def _forget_rows(connection: Connection, rows: Sequence[Any]) -> int:
    gone = 0
    for row in rows:
        scope = MemoryScope(kind=row["scope_kind"], key=row["scope_key"])
        gone += await forget_in_scope(connection, scope, [str(memory) for memory in row["ids"]])
    return gone


def _some_of(table: str, condition: str) -> str:
    """Removes at most $3 of these rows, and says how many."""
    return f"""
with gone as (delete from {table} where id = any(array(select i.id from {table} i where {condition} limit $3)) returning 1)
select count(*) from gone
"""


# First, as it waits for whoever is just storing what was learnt from them: that is then forgotten with the rest.
_NOTICED = "delete from noticed_turns where author = $1"
# Their own, and the characters and facts they brought to a shared place.
_MEMORIES = """
select scope_kind, scope_key, array_agg(id order by id) as ids from memories
where (scope_kind = 'user' and scope_key = $1) or (author = $1 and kind in ('character', 'fact'))
group by scope_kind, scope_key order by scope_kind, scope_key
"""
_LEARNT = """
select m.scope_kind, m.scope_key, array_agg(m.id order by m.id) as ids
from memories m join turns t on t.id = m.turn_id
where t.author = $1 and t.created_at <= $2 and m.scope_kind = 'user' and m.scope_key = $1
group by m.scope_kind, m.scope_key
"""
_KEEP_SHARED = "update memories set author = $2, speaker = '' where author = $1"
_COUNT = """
select (select count(*) from pictures where author = $1 and created_at <= $2)
     + (select count(*) from messages where author = $1 and created_at <= $2)
"""
# Others quoted them by replying.
_QUOTES = """
update turns t set request = jsonb_set(t.request, '{quoted}', '""')
from messages m where m.id = t.reply_to_id and m.author = $1 and m.created_at <= $2 and t.request ? 'quoted'
"""
# An event that a platform may deliver again (for a day) must stay known, whose it was need not; older ones go with their turns. Its id
# names nobody (bot/turns/incoming_events.py).
_INBOX = """
update inbox i set turn_id = null from turns t
where t.id = i.turn_id and t.author = $1 and t.created_at <= $2 and t.state not in ('queued', 'running')
  and i.received_at > now() - interval '2 days'
"""
# Their locks name whose turns they were.
_JOBS = """
delete from procrastinate_jobs j using turns t
where j.id = t.job_id and t.author = $1 and t.created_at <= $2 and t.state not in ('queued', 'running') and j.status <> 'doing'
"""
# Booked while the turn that asks for this, or another beside it, was still at work. A private chat is named after its person.
_SPENT = """
update spending s set author = null, channel = case when s.community is null then '' else s.channel end from turns t
where t.id = s.turn_id and t.author = $1 and t.created_at <= $2
"""
# What turns did that were under way when the person had everything forgotten.
_OF_TURN = "t.author = $1 and t.created_at <= $2 and t.id ="
_MODERATION = (
    f"delete from introductions i using turns t where {_OF_TURN} i.turn_id",
    f"update reports r set reporter = null, reason = '' from turns t where {_OF_TURN} r.turn_id",
    f"update audit_log l set actor = null, actor_name = '', turn_id = null from turns t where {_OF_TURN} l.turn_id",
)
_TURNS = _some_of("turns", "i.author = $1 and i.created_at <= $2 and i.state not in ('queued', 'running')")
_MESSAGES = _some_of(
    "messages",
    """i.author = $1 and i.created_at <= $2
  and not exists (select 1 from turns t where t.id = i.turn_id)""",
)
# Drawn by a turn that was still under way when the person had everything forgotten: later than that, and theirs all the same.
_DRAWN_SINCE = """
i.owner = $1 and i.created_at > $2 and exists (
  select from turns t where t.author = $1 and t.created_at <= $2 and t.state not in ('queued', 'running')
  and t.id::text = split_part(i.origin, '/', 1))
"""
_RENDERS = _some_of("images", _DRAWN_SINCE)
# What somebody else's memory still shows stays, as theirs.
_LEND_IMAGES = f"""
update images i set owner = u.author, origin = 'kept:' || i.id::text, caption = ''
from (
  select mi.image_id, min(m.author) as author
  from images mine join memory_images mi on mi.image_id = mine.id join memories m on m.id = mi.memory_id
  where mine.owner = $1 and m.author <> $1 group by mi.image_id
) u
where u.image_id = i.id and i.owner = $1 and (i.created_at <= $2 or ({_DRAWN_SINCE}))
"""
_IMAGES = _some_of(
    "images",
    """i.owner = $1 and i.created_at <= $2
  and not exists (select 1 from message_images mi join messages m on m.id = mi.message_id
                  join turns t on t.id = m.turn_id where mi.image_id = i.id and t.author = $1)""",
)
_PERSON = (
    "delete from memory_scopes where scope_kind = 'user' and scope_key = $1",
    "delete from author_settings where author = $1",
    "delete from schedules where author = $1",
    "delete from learnt_notices where author = $1",
    "delete from consent_asked where author = $1",
    "update spending set author = null, channel = case when community is null then '' else channel end where author = $1",
    "delete from people where id = $1",
    "delete from likeness_owners where owner = $1",  # with what they allowed, were asked and were shown in
    "delete from introductions where author = $1",
    "update reports set reporter = null, reason = '' where reporter = $1",
    "update blocks set name = '' where person = atelier_person_key($1)",
    "update audit_log set actor = null, actor_name = '', turn_id = null where actor = $1",
    "update audit_log set whom = null, whom_name = '' where whom = $1",
    "delete from account_codes where author = $1",
    "delete from account_notices where author = $1 or about = $1",
    "delete from web_links where author = $1",
    "delete from web_names where author = $1",  # and with it every session that holds the name
)
_NOTE = """
insert into erasures (author) select $1 where exists (select 1 from turns where author = $1)
on conflict (author) do update set requested_at = now()
"""
# So that a backup brings nobody back (forgotten_people.py). Without the installation's key nothing was ever kept.
_REMEMBER_FORGETTING = """
insert into forgotten (person, at) select sha256(key || convert_to($1, 'UTF8')), now() from installation
on conflict (person) do update set at = now(), proven_at = null
"""
