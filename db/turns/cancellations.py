"""What its author does not want any more: turns that wait or run, and questions that wait for an answer."""

from agent.domain.conversation import AuthorId, Place, TurnId
from db.pool import Connection
from db.turns import queue
from db.turns.concurrency_limits import wake


async def cancel(
    connection: Connection, author: AuthorId, conversation: str | None, turn: TurnId | None = None
) -> int:
    """Of a conversation, or the turn named; how many. Within the caller's transaction."""
    rows = await connection.fetch(_CANCEL, author, conversation, turn)
    questions = await connection.fetchval(_CLOSE_QUESTIONS, author, conversation, turn)
    for row in rows:
        if row["state"] == "running":
            await queue.cancel(connection, row["job_id"])
    # A queued one says so when its turn comes, at once.
    await wake(connection, [row["job_id"] for row in rows if row["state"] == "queued"])
    return len(rows) + questions


async def withdraw(
    connection: Connection, place: Place, message: str, *, by: AuthorId | None, deleted: bool
) -> bool:
    """Cancels the turn that the message asked for, if it is not over. `deleted`: its words and pictures are forgotten as well, also where
    it asked for nothing."""
    row = await connection.fetchrow(_TURN_OF_MESSAGE, place.platform, place.channel_key, message, by)
    if row is None:
        return False
    if deleted:
        await connection.execute(
            "update messages set state = 'removed', body = '' where id = $1", row["message"]
        )
        await connection.execute(_FORGET_PICTURES, row["message"])
    if row["turn"] is None:
        return False
    return await cancel(connection, AuthorId(row["author"]), None, TurnId(str(row["turn"]))) > 0


_TURN_OF_MESSAGE = """
select t.id as turn, m.id as message, m.author from messages m left join turns t on t.id = m.turn_id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.author is not null and ($4::text is null or m.author = $4)
order by m.id + 0 desc limit 1
"""
# Pixels that something else shows stay.
_FORGET_PICTURES = """
with shown as (delete from message_images where message_id = $1 returning image_id)
delete from images i using shown where i.id = shown.image_id
  and not exists (select 1 from message_images u where u.image_id = i.id and u.message_id <> $1)
  and not exists (select 1 from memory_images u where u.image_id = i.id)
  and not exists (select 1 from pictures u where u.image_id = i.id)
"""
_CANCEL = """
update turns set cancel_requested = true
where author = $1 and state in ('queued', 'running') and not cancel_requested
  and (($3::uuid is not null and id = $3) or ($3::uuid is null and conversation = $2))
returning job_id, state
"""
_CLOSE_QUESTIONS = """
with closed as (
  update questions set answered_at = now()
  where asker = $1 and answered_at is null
    and (($3::uuid is not null and turn_id = $3) or ($3::uuid is null and conversation = $2))
  returning turn_id
), ended as (
  update turns set state = 'cancelled' from closed where id = closed.turn_id and state = 'waiting'
), used_up as (
  update buttons b set used_at = coalesce(b.used_at, now()) from closed
  where b.turn_id = closed.turn_id and b.action in ('answer', 'surprise', 'cancel')
)
select count(*) from closed
"""
