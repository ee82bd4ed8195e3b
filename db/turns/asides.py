"""What people say to each other on a platform whose only copy is ours: a message without a turn, in no conversation of the bot's."""

from collections.abc import Sequence

from agent.domain.conversation import ImageId, MessageId
from db.codec import Statement, dump
from db.pool import Connection
from db.turns.intake_statement import NewTurn, finish_message

CONVERSATION = "aside"
"""What no turn's conversation is called, so that no turn finds these among what was said in its own."""


async def write_aside(connection: Connection, new: NewTurn, images: Sequence[ImageId]) -> MessageId | None:
    """Within the caller's transaction; None when the event is known."""
    message = await connection.fetchval(
        _WRITE.sql,
        *_WRITE.values(
            platform=new.place.platform, event=new.event_id, author=new.author.id, name=new.author.name,
            channel=new.place.channel_key, conversation=CONVERSATION, place=dump(new.place), message=new.message,
            body=new.shown or new.text, reply_to=new.reply_to,
        ),
    )  # fmt: skip
    if message is None:
        return None
    await finish_message(connection, message, new.place.platform, images)
    return MessageId(f"u{message}")


_WRITE = Statement("""
with claimed as (
  insert into inbox (platform, event_id) select :platform, :event on conflict do nothing returning event_id
), seen as (
  insert into people (id, platform, name) select :author, :platform, :name from claimed
  on conflict (id) do update set name = excluded.name, seen_at = now()
)
insert into messages (platform, channel, conversation, place, private, platform_id, author, author_name, body, reply_to_id)
select :platform, :channel, :conversation, :place, false, :message, :author, :name, :body,
       (select id from messages
        where platform = :platform and channel = :channel and platform_id = :reply_to::text and state <> 'removed'
          and (only_for is null or only_for = :author) order by id + 0 desc limit 1)
from claimed
returning id
""")
