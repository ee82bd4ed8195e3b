"""Forgetting a person: everything that is kept of them on their platform goes."""

from collections.abc import Sequence
from datetime import datetime

from agent.domain.memory import Reader
from db.accounts.linked_accounts import accounts_of, leave
from db.audit_log import note_reader
from db.errors import guarded
from db.memory.forgetting.erase_memories import COUNT_MEMORIES, PRIVATE_CHATS
from db.memory.forgetting.erase_turns import erase_turns, erase_turns_within
from db.pool import Connection, Pool


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
    """Everything but memories, turns, messages and pictures, and the note that these are to go. How much that is in all, and until when."""
    await connection.execute(_NOTICED, author)
    chats: Sequence[str] = await connection.fetchval(PRIVATE_CHATS, author)
    until: datetime = await connection.fetchval("select now()")
    count = await connection.fetchval(COUNT_MEMORIES, author, chats, until)
    count += sum([await connection.fetchval(counted, author) for counted in _COUNTED])
    for statement in _PERSON:
        await connection.execute(statement, author)
    await connection.execute(_PRIVATE_SETTINGS, chats)
    await leave(connection, author)
    await connection.execute(_NOTE, author)
    await connection.execute(_REMEMBER_FORGETTING, author)
    return count, until


# First, as it waits for whoever is just storing what was learnt from them: that is then forgotten with the rest.
_NOTICED = "delete from noticed_turns where author = $1"
_COUNTED = (
    "select count(*) from pictures where author = $1 and created_at <= now()",
    "select count(*) from messages where author = $1 and created_at <= now()",
)
_PERSON = (
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
_PRIVATE_SETTINGS = (
    "delete from channel_settings where scope = any(array(select 'channel:' || unnest($1::text[])))"
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
