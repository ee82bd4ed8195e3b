"""Rows of `memories` to and from values, and what every change to a scope goes through: its lock, its version, its profile."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

import asyncpg

from agent.domain.memory import Memory, MemoryId, MemoryScope
from agent.limits import PROFILE_CHARS_MAX
from db.memory.terms import words
from db.pool import Connection

COLUMNS = """
m.id, m.scope_kind, m.scope_key, m.kind, m.author, m.speaker, m.name, m.aliases, m.body, m.slot, m.said_in_private, m.origin,
m.conversation, m.valid_from, m.valid_to, coalesce(u.uses, 0) as uses,
array(select i.image_id::text from memory_images i where i.memory_id = m.id order by i.position) as images
"""
FROM = "memories m left join memory_uses u on u.memory_id = m.id"


def to_memory(row: asyncpg.Record) -> Memory:
    return Memory(
        id=MemoryId(str(row["id"])),
        scope=MemoryScope(kind=row["scope_kind"], key=row["scope_key"]),
        kind=row["kind"],
        text=row["body"],
        author=row["author"],
        name=row["name"],
        aliases=tuple(row["aliases"]),
        images=tuple(row["images"]),
        said_in_private=row["said_in_private"],
        origin=row["origin"],
        slot=row["slot"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        former=tuple(row.get("former") or ()),
        uses=row["uses"],
    )


def content_hash(name: str, text: str) -> bytes:
    """Equal for texts that differ in case, spacing and punctuation alone."""
    return hashlib.sha256("\0".join((name_key(name), name_key(text))).encode(errors="replace")).digest()


def name_key(name: str) -> str:
    """Equal for names that differ in case, spacing and punctuation alone; what holds no word (an emoji) stands for itself."""
    return " ".join(words(name)) or name.strip().casefold()


async def load_memory(connection: Connection, memory: str) -> Memory:
    """By id; the caller has checked that it is there."""
    row = await connection.fetchrow(f"select {COLUMNS} from {FROM} where m.id = $1::uuid", memory)
    assert row is not None
    return to_memory(row)


async def note_former(connection: Connection, memory: str, said: Sequence[str]) -> None:
    """What the memory says no more: to be seen in the history, and found by whoever forgets it."""
    await connection.execute(_FORMER, memory, list(said))


async def lock_scope(connection: Connection, scope: MemoryScope) -> int:
    """Locks the scope to the end of the transaction; returns the version to give to every row that changes in it."""
    return await connection.fetchval(_LOCK, scope.kind, scope.key)


async def close_rows(
    connection: Connection, scope: MemoryScope, memories: Sequence[str], *, at: datetime, by: str | None
) -> None:
    """They hold no more from `at` on, superseded by the memory `by`. The scope is locked."""
    await connection.execute(_CLOSE, list(memories), at, by)
    await note_removal(connection, scope)


async def note_removal(connection: Connection, scope: MemoryScope) -> None:
    """Tells readers that rows they may hold are gone from the scope."""
    await connection.execute(
        "update memory_scopes set removals = version where scope_kind = $1 and scope_key = $2",
        scope.kind,
        scope.key,
    )


async def refresh_profile(connection: Connection, scope: MemoryScope) -> None:
    """Rebuilds the scope's profile from its rows. Rules always have room."""
    await connection.execute(_PROFILE, scope.kind, scope.key, PROFILE_CHARS_MAX)


_LOCK = """
insert into memory_scopes as s (scope_kind, scope_key, version, removals)
select $1, $2, n, n from (select nextval('memory_versions') as n) next
on conflict (scope_kind, scope_key) do update set version = nextval('memory_versions')
returning s.version
"""

_CLOSE = """
update memories set valid_to = $2, superseded_by = $3::uuid where id = any($1::uuid[]) and valid_to is null
"""

_PROFILE = """
with live as (
  select id, said_in_private, length(name) + length(body) + 2 as chars, valid_from,
         case kind when 'rule' then 0 when 'preference' then 1 else 2 end as place
  from memories
  where scope_kind = $1 and scope_key = $2 and valid_to is null and kind in ('rule', 'preference', 'character')
    and slot not in ('me', 'board')
), shared as (
  select id, place, valid_from, sum(chars) over (order by place, valid_from desc, id) as total
  from live where not said_in_private
), own as (
  select id, place, valid_from, sum(chars) over (order by place, valid_from desc, id) as total from live
)
update memory_scopes set
  profile = coalesce(
    (select array_agg(id order by place, valid_from desc, id) from shared where place = 0 or total <= $3), '{}'),
  profile_private = coalesce(
    (select array_agg(id order by place, valid_from desc, id) from own where place = 0 or total <= $3), '{}')
where scope_kind = $1 and scope_key = $2
"""
_FORMER = """
update memories set former = array(select distinct unnest(former || $2::text[])) where id = $1::uuid
"""
