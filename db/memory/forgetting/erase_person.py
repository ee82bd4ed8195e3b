"""Forgetting a person: everything that is kept of them on their platform goes."""

from collections.abc import Sequence
from datetime import datetime

from agent.domain.memory import MemoryScope, Reader
from db.accounts.linked_accounts import accounts_of, leave
from db.audit_log import note_reader
from db.errors import guarded
from db.memory.forgetting.erase_turns import erase_turns, erase_turns_within
from db.memory.forgetting.forget import forget_in_scope
from db.pool import Connection, Pool

MEMORIES_AT_ONCE = 200
"""Whose words are looked for together: each is one or two patterns."""
FORGOTTEN_AUTHOR = ""
"""In place of the AuthorId of a moderator who set what holds for a place, and is gone."""


async def erase_person(pool: Pool, reader: Reader, *, everywhere: bool = False) -> int:
    """As `erase_everything_of`, of who asks for it, or of all their accounts; the record says that somebody did."""
    async with pool.acquire() as connection, connection.transaction():
        theirs = {account.id for account in await accounts_of(connection, reader.author) if everywhere}
        # Always in the same order, so that two accounts that ask at once do not wait for each other.
        authors = sorted({*theirs, reader.author})
        begun = [await _begin(connection, author) for author in authors]
        await note_reader(connection, reader, "forgot", "everything", nameless=True)
    for author, (_, until) in zip(authors, begun, strict=True):
        await erase_turns(pool, author, until=until)
    return sum(gone for gone, _ in begun)


@guarded
async def erase_everything_of(pool: Pool, author: str) -> int:
    """How many memories, pictures and messages went. What moderators set for a shared place (rules, house style) stays, without a name.
    Turns under way (the one that asks for this among them) are left to end; their rows go with the next retention run. So does what is
    left where this is ended on the way: what was begun is written down first."""
    async with pool.acquire() as connection, connection.transaction():
        gone, until = await _begin(connection, author)
    await erase_turns(pool, author, until=until)
    return gone


async def erase_within(connection: Connection, author: str) -> int:
    """As `erase_everything_of`, within the caller's transaction."""
    gone, until = await _begin(connection, author)
    await erase_turns_within(connection, author, until=until)
    return gone


async def _begin(connection: Connection, author: str) -> tuple[int, datetime]:
    """Everything but turns, messages and pictures, and the note that these are to go. How much that is in all, and until when."""
    await connection.execute(_NOTICED, author)
    chats: Sequence[str] = await connection.fetchval(_PRIVATE_CHATS, author)
    memories = await _forget_memories(connection, author, chats)
    await connection.execute(_KEEP_SHARED, author, FORGOTTEN_AUTHOR)
    count = sum([await connection.fetchval(counted, author) for counted in _COUNTED])
    until: datetime = await connection.fetchval("select now()")
    for statement in _PERSON:
        await connection.execute(statement, author)
    for statement in _PRIVATE:
        await connection.execute(statement, chats)
    await leave(connection, author)
    await connection.execute(_NOTE, author)
    await connection.execute(_REMEMBER_FORGETTING, author)
    return memories + count, until


async def _forget_memories(connection: Connection, author: str, chats: Sequence[str]) -> int:
    gone = 0
    for row in await connection.fetch(_MEMORIES, author, chats):
        scope = MemoryScope(kind=row["scope_kind"], key=row["scope_key"])
        ids = [str(memory) for memory in row["ids"]]
        for first in range(0, len(ids), MEMORIES_AT_ONCE):
            some = ids[first : first + MEMORIES_AT_ONCE]
            gone += await forget_in_scope(connection, scope, some, leaving=author)
    return gone


# First, as it waits for whoever is just storing what was learnt from them: that is then forgotten with the rest.
_NOTICED = "delete from noticed_turns where author = $1"
# Only they and the bot read those: what was set there as in a channel is theirs. Known by what they wrote there, and where that has had its
# time, by their name, after which Telegram and the page call the chat.
_PRIVATE_CHATS = """
select array(
  select distinct channel from messages where author = $1 and private
  union select split_part($1, ':', 1) || ':@/' || case when $1 like 'web:%' then '@' else '' end || substr($1, strpos($1, ':') + 1))
"""
# Their own, what was set in their private chats, and the characters and facts they brought to a shared place.
_MEMORIES = """
select scope_kind, scope_key, array_agg(id order by id) as ids from memories
where (scope_kind = 'user' and scope_key = $1) or (scope_kind = 'channel' and scope_key = any($2::text[]))
  or (author = $1 and kind in ('character', 'fact'))
group by scope_kind, scope_key order by scope_kind, scope_key
"""
_KEEP_SHARED = "update memories set author = $2, speaker = '' where author = $1"
_COUNTED = (
    "select count(*) from pictures where author = $1 and created_at <= now()",
    "select count(*) from messages where author = $1 and created_at <= now()",
)
_PERSON = (
    "delete from memory_scopes where scope_kind = 'user' and scope_key = $1",
    "delete from author_settings where author = $1",
    "delete from schedules where author = $1",
    "delete from learnt_notices where author = $1",
    "delete from consent_asked where author = $1",
    "delete from people where id = $1",
    "delete from likeness_owners where owner = $1",  # with what they allowed, were asked and were shown in
    "delete from introductions where author = $1",
    "update reports set reporter = null, reason = '' where reporter = $1",
    "update blocks set name = '' where person = atelier_person_key($1)",
    "update audit_log set actor = null, actor_name = '', turn_id = null where actor = $1",
    "update audit_log set whom = null, whom_name = '' where whom = $1",
    "delete from account_codes where author = $1",
    "delete from account_notices where author = $1 or about = $1",
    # What moderators granted them by name: they may have as much as everybody.
    """
update channel_settings set settings = settings #- array['person_pictures_per_day', $1]
where settings->'person_pictures_per_day' ? $1
""",
    "delete from web_links where author = $1",
    "delete from web_names where author = $1",  # and with it every session that holds the name
)
_PRIVATE = (
    "delete from memory_scopes where scope_kind = 'channel' and scope_key = any($1::text[])",
    "delete from channel_settings where scope = any(array(select 'channel:' || unnest($1::text[])))",
)
# Whatever ends this before all of it is gone, the next retention run goes on with.
_NOTE = """
insert into erasures (author) values ($1)
on conflict (author) do update set requested_at = now()
"""
# So that a backup brings nobody back (forgotten_people.py). Without the installation's key nothing was ever kept.
_REMEMBER_FORGETTING = """
insert into forgotten (person, at) select sha256(key || convert_to($1, 'UTF8')), now() from installation
on conflict (person) do update set at = now(), proven_at = null
"""
