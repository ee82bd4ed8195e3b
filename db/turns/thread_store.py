"""The conversation as the core sees it: open questions and the picture that is being talked about."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from agent.domain.conversation import AuthorId, MessageId, Picture, Pressed, Turn, TurnId
from agent.domain.generation import Plan
from agent.domain.questions import AskDecision, PendingQuestion
from db.batching import Batcher
from db.codec import load
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool
from db.turns.claims import picture_from, row_id


class PgThreadStore:
    """The `ThreadStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._questions = Batcher(partial(self._found_together, _PENDING))
        self._last = Batcher(partial(self._found_together, _LAST_PICTURE))

    async def _found_together(self, query: str, keys: Sequence[tuple[Any, ...]]) -> Sequence[Any]:
        """A row for each of them; None where there is nothing."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetchmany(query, keys)
        return [row if row["found"] else None for row in rows]

    @guarded
    async def pending(self, turn: Turn) -> PendingQuestion | None:
        at = turn.request.message if isinstance(turn.request, Pressed) else turn.replied and turn.replied.id
        row = await self._questions.ask(
            (turn.conversation, turn.author.id, row_id(at) if at else None, turn.place.channel_key)
        )
        return None if row is None else _pending(row)

    @guarded
    async def pending_of(self, question_of: TurnId) -> PendingQuestion | None:
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(
                "select * from questions where turn_id = $1::uuid and answered_at is null", question_of
            )
        return None if row is None else _pending(row)

    @guarded
    async def close(self, question_of: TurnId) -> bool:
        async with self._pool.acquire() as connection, connection.transaction():
            closed = await connection.fetchval(_CLOSE, question_of)
            if closed is not None:
                await connection.execute(_USE_UP, question_of)
                await connection.execute(
                    "update turns set state = 'done' where id = $1::uuid and state = 'waiting'", question_of
                )
        return closed is not None

    @guarded
    async def last_picture(self, turn: Turn) -> Picture | None:
        row = await self._last.ask(
            (turn.conversation, turn.author.id, turn.place.channel_key, turn.incognito)
        )
        return None if row is None else picture_from(row)

    @guarded
    async def pictures(self, images: Sequence[str]) -> Sequence[Picture]:
        wanted = [image for image in images if is_uuid(image)]
        async with self._pool.acquire() as connection:
            rows = await connection.fetch("select * from pictures where image_id = any($1::uuid[])", wanted)
        return [picture_from(row) for row in rows]


def _pending(row: Any) -> PendingQuestion:
    return PendingQuestion(
        turn=TurnId(str(row["turn_id"])), message=MessageId(f"b{row['message_id']}"), asker=AuthorId(row["asker"]),
        text=row["request_text"], plan=load(Plan, row["plan"]), ask=load(AskDecision, row["ask"]),
        expires_at=row["expires_at"],
    )  # fmt: skip


# By its message (a button, or a reply to the question) whoever asks; else the author's own in this conversation.
_PENDING = """
select found.* from (select) always left join lateral (select q.*, true as found from questions q
where q.answered_at is null and q.channel = $4
  and ((q.conversation = $1 and q.asker = $2) or q.message_id = $3::bigint)
order by (q.message_id = $3::bigint) desc nulls last, q.expires_at desc limit 1) found on true
"""
_CLOSE = """
update questions set answered_at = now() where turn_id = $1::uuid and answered_at is null returning turn_id
"""
_USE_UP = """
update buttons set used_at = coalesce(used_at, now())
where turn_id = $1::uuid and (action in ('answer', 'surprise', 'cancel') or (action like 'likeness_%' and action <> 'likeness_take_down'))
"""
# The author's own latest here; in a shared conversation (a thread) else anyone's; in an open channel else the channel's
# latest, if it is the last thing the bot posted there within the hour. What was drawn incognito is built on incognito alone,
# unless it is replied to.
_LAST_PICTURE = """
select last.* from (select) always left join lateral (select *, true as found from (
  (select p.*, 1 as place from pictures p
   where p.conversation = $1 and p.author = $2 and ($4 or not p.incognito) order by p.created_at desc limit 1)
  union all
  (select p.*, 2 from pictures p where p.conversation = $1 and not p.incognito order by p.created_at desc limit 1)
  union all
  (select p.*, 3 from pictures p
   where p.channel = $3 and p.created_at > now() - interval '1 hour' and (not p.incognito or ($4 and p.author = $2))
   order by p.created_at desc limit 1)
) found order by place limit 1) last on true
"""
