"""A person deletes pictures of theirs: records, pixels, and in every message that shows them."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from agent.domain.conversation import MessageId, Place, Reply
from agent.ports import ChangedMessage, DeletedPictures
from db.codec import dump, load
from db.pool import Connection


async def delete_pictures(
    connection: Connection, owners: Sequence[str], images: Sequence[str]
) -> DeletedPictures:
    """Within the caller's transaction."""
    own = [row["image_id"] for row in await connection.fetch(_OWN, list(owners), list(images))]
    if not own:
        return DeletedPictures(count=0)
    names = {str(image) for image in own}
    rows = await connection.fetch(_SHOWING, own, sorted(names))
    changed = [await _without(connection, row, names) for row in rows]
    await connection.execute("delete from message_images where image_id = any($1::uuid[])", own)
    await connection.execute("delete from pictures where image_id = any($1::uuid[])", own)
    await connection.execute(_PIXELS, own)
    return DeletedPictures(count=len(own), changed=tuple(changed))


async def _without(connection: Connection, row: Any, gone: Collection[str]) -> ChangedMessage:
    """The message without these pictures; where nothing is left to see, its row stays as a gap, as after Delete."""
    reply = _left(load(Reply, row["reply"]), gone)
    if reply.images or reply.files:
        await connection.execute("update messages set reply = $2 where id = $1", row["id"], dump(reply))
    else:
        await connection.execute("delete from buttons where message_id = $1", row["id"])
        await connection.execute(_REMOVE, row["id"])
    return ChangedMessage(
        message=MessageId(f"b{row['id']}"), place=load(Place, row["place"]), is_gone=not (reply.images or reply.files),
    )  # fmt: skip


def _left(reply: Reply, gone: Collection[str]) -> Reply:
    kept = [at for at, image in enumerate(reply.images) if image not in gone]
    alts = tuple(reply.alts[at] for at in kept if at < len(reply.alts))
    buttons = tuple(button for button in reply.buttons if button.args.get("image") not in gone)
    return replace(
        reply, images=tuple(reply.images[at] for at in kept), alts=alts, buttons=buttons,
        files=tuple(file for file in reply.files if file not in gone),
    )  # fmt: skip


# Elsewhere the platform has a copy, which only a turn of its own can take away.
_OWN = """
select p.image_id from pictures p join messages m on m.id = p.message_id
where p.author = any($1::text[]) and p.image_id = any($2::uuid[]) and m.platform in ('web', 'console')
"""
_SHOWING = """
select m.id, m.reply, m.place from messages m
where m.author is null and m.reply is not null and m.state <> 'removed' and m.platform in ('web', 'console')
  and (m.id in (select i.message_id from message_images i where i.image_id = any($1::uuid[]))
       or m.id in (select f.id from messages f where f.channel in (
            select p.channel from pictures p where p.image_id = any($1::uuid[])) and f.reply->'files' ?| $2::text[]))
order by m.id for update
"""
_REMOVE = "update messages set state = 'removed', body = '', reply = null where id = $1"
_PIXELS = """
delete from images i where i.id = any($1::uuid[]) and not exists (select 1 from memory_images u where u.image_id = i.id)
"""
