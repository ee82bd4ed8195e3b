"""Forgetting: a hard delete that takes vectors, superseded forms, pictures nobody else uses and everything that quotes it along."""

from collections.abc import Sequence
from typing import Any

from agent.domain.memory import Memory, MemoryScope, Reader, ScopeKind
from db.audit_log import note_reader
from db.memory.forgetting.quotations import look_for_traces_of, scrub_traces_of
from db.memory.forgetting.quoting_turns import Leaving
from db.memory.memory_rows import COLUMNS, FROM, lock_scope, note_removal, refresh_profile, to_memory
from db.memory.reading_rights import READER, VISIBLE, reader_arguments
from db.picture_store import is_uuid
from db.pool import Connection, Pool

MEMORY_OF: dict[ScopeKind, str] = {
    "user": "a memory of their own",
    "channel": "a memory of the channel",
    "community": "a memory of the community",
}


async def forget_memories(
    pool: Pool, reader: Reader, memories: Sequence[str], *, may_manage: bool, revive: bool
) -> int:
    """How many of those named went. `revive`: what they had superseded holds again (Undo) instead of going with them."""
    wanted = [memory for memory in dict.fromkeys(memories) if is_uuid(memory)]
    if not wanted:
        return 0
    async with pool.acquire() as connection:
        rows = await connection.fetch(_THEIRS, *reader_arguments(reader), wanted, may_manage)
        named = [to_memory(row) for row in rows]
        gone = 0
        for scope in dict.fromkeys(memory.scope for memory in named):
            ids = [memory.id for memory in named if memory.scope == scope]
            async with connection.transaction():  # each its own: whose place is looked through locks no other
                gone += await forget_in_scope(connection, scope, ids, revive=revive)
                await note_reader(connection, reader, "forgot", MEMORY_OF[scope.kind])
        return gone


async def forget_in_scope(
    connection: Connection,
    scope: MemoryScope,
    memories: Sequence[str],
    *,
    revive: bool = False,
    leaving: Leaving | None = None,
) -> int:
    """Within the caller's transaction; the caller knows that these may go. How many of them there were. `leaving`: a person whose finished
    turns are about to go as well. Where they are quoted is looked for before the scope is locked."""
    ahead = [to_memory(row) for row in await connection.fetch(_WITH_SUPERSEDED, list(memories))]
    known = await look_for_traces_of(connection, scope, ahead, leaving=leaving)
    version = await lock_scope(connection, scope)
    if revive:
        await connection.execute(_REVIVE, list(memories), version)
    rows = await connection.fetch(_WITH_SUPERSEDED, list(memories))
    going = [to_memory(row) for row in rows]
    if not going:
        return 0
    await scrub_traces_of(connection, scope, going, known, leaving=leaving)
    await _delete(connection, going)
    await note_removal(connection, scope)
    if leaving is None or scope.key != leaving.author:  # else it goes as a whole
        await refresh_profile(connection, scope)
    return sum(memory.id in memories for memory in going)


async def _delete(connection: Connection, going: Sequence[Memory]) -> None:
    """Rows, and with them vectors, uses and sources; then the pictures that nothing else holds."""
    images = [image for memory in going for image in memory.images]
    await connection.execute("delete from memories where id = any($1::uuid[])", [m.id for m in going])
    await remove_unused_images(connection, images)
    for one in going:
        if one.slot == "me":
            await connection.execute(_OWN_LOOKS, list(one.images), one.scope.key)


async def remove_unused_images(connection: Connection, images: Sequence[Any]) -> None:
    """Those of them that nothing holds any more."""
    await connection.execute(_UNUSED_IMAGES, images)


_THEIRS = f"""
{READER}
select {COLUMNS}
from reach r join {FROM} on m.scope_kind = r.kind and m.scope_key = r.key
where m.id = any($5::uuid[]) and (r.kind = 'user' or ($6::boolean and {VISIBLE}))
"""
# What this one had taken the place of holds again, unless something else has that place by now.
_REVIVE = """
update memories m set valid_to = null, superseded_by = null, version = $2, unembedded = true
where m.superseded_by = any($1::uuid[]) and not exists (
  select 1 from memories o
  where o.scope_kind = m.scope_kind and o.scope_key = m.scope_key and o.valid_to is null and o.id <> all($1::uuid[])
    and ((o.kind = m.kind and o.content_hash = m.content_hash)
         or (m.kind = 'preference' and o.kind = m.kind and m.slot <> '' and o.slot = m.slot))
)
"""
_WITH_SUPERSEDED = f"""
with recursive going as (
  select id from memories where id = any($1::uuid[])
  union
  select m.id from memories m join going g on m.superseded_by = g.id
)
select {COLUMNS} from going g join {FROM} on m.id = g.id
"""
# What somebody brought to show how they look goes from the message it came with, too.
_OWN_LOOKS = """
delete from images i where i.id = any($1::uuid[]) and i.owner = $2
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
"""
_UNUSED_IMAGES = """
delete from images i where i.id = any($1::uuid[])
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from message_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
"""
