"""A moderator removes a posted picture: its pixels go, and every message of the bot in that community that shows it says so instead."""

from collections.abc import Sequence
from typing import Any

from agent.domain.conversation import MessageId, Reply
from agent.domain.memory import MemoryScope
from agent.translation.catalogue import _
from agent.wording.moderation import REMOVED_BY_MODERATOR
from db.codec import dump
from db.memory.memory_rows import lock_scope
from db.pool import Connection


async def withdraw_pictures(connection: Connection, message: int, community: str) -> Sequence[MessageId]:
    """Within the caller's transaction. Returns the messages that all can see: their new reply is stored, to be delivered. What one
    person alone was shown (a moderator's queue, an incognito picture) is only struck from the store."""
    images = [row["image_id"] for row in await connection.fetch(_IMAGES, message)]
    if not images:  # its author deleted it meanwhile
        return ()
    showing = await connection.fetch(_SHOWING, images, community)
    ids = [row["id"] for row in showing]
    files = await connection.fetch(
        _AS_FILES, [row["channel"] for row in showing], min(ids), [str(image) for image in images]
    )
    public = _sorted(row for row in (*showing, *files) if row["only_for"] is None)
    alone = _sorted(row for row in (*showing, *files) if row["only_for"] is not None)
    instead = Reply(kind="text", text=_(REMOVED_BY_MODERATOR), withdrawn=True)
    await connection.execute(_REPLACE, public, dump(instead), instead.text)
    await connection.execute(_STRIKE, alone)
    for statement in _CLEARED:
        await connection.execute(statement, [*public, *alone])
    await _drop(connection, [row["image_id"] for row in await connection.fetch(_OURS, images, community)])
    return [MessageId(f"b{id}") for id in public]


async def _drop(connection: Connection, images: Sequence[Any]) -> None:
    """Pixels and records of pictures that were posted first in this community; also where a memory shows them (its words stay)."""
    for row in await connection.fetch(_REMEMBERING, images):
        version = await lock_scope(connection, MemoryScope(kind=row["scope_kind"], key=row["scope_key"]))
        await connection.execute(
            "update memories set version = $2 where id = any($1::uuid[])", row["ids"], version
        )
    await connection.execute("delete from images where id = any($1::uuid[])", images)


def _sorted(rows: Any) -> list[int]:
    return sorted({row["id"] for row in rows})


_IMAGES = "select image_id from message_images where message_id = $1"
_SHOWING = """
select m.id, m.only_for, m.channel
from message_images i join messages m on m.id = i.message_id join turns t on t.id = m.turn_id
where i.image_id = any($1::uuid[]) and m.author is null and m.state <> 'removed'
  and coalesce(t.community, t.platform || ':@') = $2
"""
# The same as files, in full quality: they came later, in the same channels.
_AS_FILES = """
select m.id, m.only_for from messages m
where m.channel = any($1::text[]) and m.id > $2 and m.author is null and m.state <> 'removed' and m.reply->'files' ?| $3::text[]
"""
_REPLACE = """
update messages set state = 'ready', reply = $2, body = $3, working = '', tries = 0 where id = any($1::bigint[])
"""
_STRIKE = "update messages set state = 'removed', reply = null, body = '' where id = any($1::bigint[])"
_CLEARED = (
    "delete from buttons where message_id = any($1::bigint[])",
    "delete from message_images where message_id = any($1::bigint[])",
)
_OURS = """
select p.image_id from pictures p join turns t on t.id = p.turn_id
where p.image_id = any($1::uuid[]) and coalesce(t.community, t.platform || ':@') = $2
"""
_REMEMBERING = """
select m.scope_kind, m.scope_key, array_agg(distinct m.id) as ids
from memory_images i join memories m on m.id = i.memory_id
where i.image_id = any($1::uuid[]) group by m.scope_kind, m.scope_key order by m.scope_kind, m.scope_key
"""
