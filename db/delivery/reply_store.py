"""What the bot says: stored with everything it entails in one transaction, then sent, then marked as sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from agent.domain.conversation import AuthorId, MessageId, Place, PlatformName, Reply, Turn, TurnId
from agent.domain.questions import OpenQuestion
from agent.errors import NotFound, Superseded
from agent.outcomes import PostedPicture
from agent.ports import Address
from db.batching import Batching
from db.codec import dump, load
from db.errors import guarded
from db.memory.recall.picture_search import picture_terms
from db.pool import Connection, Pool
from db.turns.claims import Claim, author_from, row_id
from db.turns.concurrency_limits import WOKEN_AT_ONCE, free
from db.turns.queue import WORKER_LOCK_CLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """A reply that is stored and not yet known to be posted."""

    address: Address
    posted: str | None
    reply: Reply
    tries: int


QUESTION_SECONDS = 900.0
"""How long a question waits for its answer, where nobody says otherwise."""
TurnEnd = Literal["done", "waiting", "declined", "failed", "cancelled"]


class ReplyStore:
    """The outbox."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._ends = Batching(self._stored_together)
        self._posted = Batching(partial(self._set_together, _POSTED))
        self._delivered = Batching(partial(self._set_together, _DELIVERED))

    @guarded
    async def store(
        self,
        claim: Claim,
        reply: Reply,
        *,
        end: TurnEnd,
        pictures: Sequence[PostedPicture] = (),
        question: OpenQuestion | None = None,
        question_seconds: float = QUESTION_SECONDS,
    ) -> None:
        """The reply and the turn's end, at once; a question waits `question_seconds` for its answer.
        Raises Superseded when another worker has the turn."""
        turn, message = claim.turn, row_id(claim.reply)
        shown = [
            {
                "image": p.image,
                "context": dump(p.context),
                "caption": p.caption,
                "terms": picture_terms(p.caption, p.context),
            }
            for p in pictures
        ]
        ending = (
            turn.id, claim.fence, end, message, dump(reply), reply.text, only_for_of(turn, reply), list(reply.images),
            [dump(b) for b in reply.buttons], turn.author.id, shown, turn.place.channel_key, turn.conversation,
            turn.place.private, turn.incognito, turn.place.community_key, WOKEN_AT_ONCE,
        )  # fmt: skip
        if question is None and reply.removes is None:
            ended = await self._ends.ask(ending)
        else:
            ended = await self._stored_with(ending, turn, message, reply, question, question_seconds)
        if not ended:
            raise Superseded("another worker has this turn")

    async def _stored_together(self, endings: Sequence[tuple[Any, ...]]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            return [row["ended"] for row in await connection.fetchmany(_STORE, endings)]

    async def _stored_with(
        self,
        ending: tuple[Any, ...],
        turn: Turn,
        message: int,
        reply: Reply,
        question: OpenQuestion | None,
        seconds: float,
    ) -> bool:
        """With what else it entails."""
        async with self._pool.acquire() as connection, connection.transaction():
            ended = await connection.fetchval(_STORE, *ending)
            if ended and question is not None:
                await self._open_question(connection, turn, message, question, seconds)
            if ended and reply.removes is not None:
                await _remove(connection, row_id(reply.removes))
        return ended

    @guarded
    async def give_up(self, turn: TurnId, reply: Reply) -> MessageId | None:
        """Ends a turn that nobody can work on with this reply, whoever has it; None when it is over already."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_GIVE_UP, turn, dump(reply), reply.text)
            if row is None:
                return None
            await free(connection, row["author"], row["community"])
        return MessageId(f"b{row['id']}")

    async def _open_question(
        self, connection: Connection, turn: Turn, message: int, question: OpenQuestion, seconds: float
    ) -> None:
        await connection.execute(
            _NEW_QUESTION, turn.id, turn.conversation, turn.place.channel_key, turn.author.id, message,
            question.text, dump(question.plan), dump(question.ask), seconds,
        )  # fmt: skip

    @guarded
    async def posted(self, message: MessageId, platform_id: str) -> None:
        """The working message is there."""
        await self._posted.ask((row_id(message), platform_id))

    async def _set_together(self, query: str, posted: Sequence[tuple[int, str]]) -> Sequence[None]:
        """In the order of the rows, so that two processes cannot wait for each other; the last word holds for each."""
        latest = sorted(dict(posted).items())
        await self._pool.execute(
            query, [message for message, _ in latest], [posted_as for _, posted_as in latest]
        )
        return [None] * len(posted)

    @guarded
    async def working(self, message: MessageId, text: str) -> None:
        """What the bot is doing, for those who look later."""
        async with self._pool.acquire() as connection:
            await connection.execute(
                "update messages set working = $2 where id = $1 and state = 'working'", row_id(message), text
            )

    @guarded
    async def delivered(self, message: MessageId, platform_id: str) -> None:
        await self._delivered.ask((row_id(message), platform_id))

    @guarded
    async def undeliverable(self, message: MessageId) -> None:
        """Given up: the channel is gone, or we may not write there."""
        async with self._pool.acquire() as connection:
            await connection.execute(
                "update messages set state = 'undeliverable' where id = $1", row_id(message)
            )

    @guarded
    async def tried(self, message: MessageId) -> int:
        """Counts a failed try at delivery; the number so far."""
        async with self._pool.acquire() as connection:
            return await connection.fetchval(
                "update messages set tries = tries + 1 where id = $1 returning tries", row_id(message)
            )

    @guarded
    async def load(self, message: MessageId) -> Undelivered:
        """A stored reply with its address. Raises NotFound."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_LOAD, row_id(message))
        if row is None:
            raise NotFound("that reply is gone")
        return Undelivered(
            address=_address(row),
            posted=row["platform_id"],
            reply=load(Reply, row["reply"]),
            tries=row["tries"],
        )

    @guarded
    async def working_address(self, turn: TurnId) -> tuple[Address, str | None] | None:
        """Where the working message of a turn that has not begun goes, and its platform id if it is there already."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_WORKING_ADDRESS, turn)
        return None if row is None else (_address(row), row["platform_id"])

    @guarded
    async def undelivered(
        self, platform: PlatformName, *, older_than_seconds: float, worker: str = "", limit: int = 100
    ) -> Sequence[MessageId]:
        """Stored replies that no other living worker has in hand, oldest first."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                _UNDELIVERED, platform, older_than_seconds, limit, worker, WORKER_LOCK_CLASS
            )
        return [MessageId(f"b{row['id']}") for row in rows]

    @guarded
    async def take_over(self, message: MessageId, worker: str) -> bool:
        """Whether the reply is this worker's to deliver from now on: not while another one lives that has it in hand."""
        async with self._pool.acquire() as connection:
            taken = await connection.fetchval(_TAKE_OVER, row_id(message), worker, WORKER_LOCK_CLASS)
        return taken is not None

    @guarded
    async def replay(self, platform: PlatformName, event_id: str) -> tuple[MessageId, Reply] | None:
        """The delivered reply to an event."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_REPLAY, platform, event_id)
        return None if row is None else (MessageId(f"b{row['id']}"), load(Reply, row["reply"]))

    @guarded
    async def message_of(self, message: MessageId) -> tuple[str | None, AuthorId | None]:
        """The platform id of a message and whose turn it belongs to."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(
                "select m.platform_id, t.author from messages m join turns t on t.id = m.turn_id where m.id = $1",
                row_id(message),
            )
        return (None, None) if row is None else (row["platform_id"], AuthorId(row["author"]))


def only_for_of(turn: Turn, reply: Reply) -> AuthorId | None:
    """Who alone may see the reply."""
    return turn.author.id if reply.only_for_author or turn.incognito else None


def nonce_of(turn: str) -> str:
    """The same for every try at posting a turn's message; 22 chars."""
    return f"{turn.replace('-', '')[:20]}-0"


def _address(row: Any) -> Address:
    """Of a message joined with its turn."""
    return Address(
        turn=TurnId(str(row["turn_id"])), place=load(Place, row["place"]), author=author_from(row["author_json"]),
        reply_to=row["asked_in"], handle=row["handle"], nonce=nonce_of(str(row["turn_id"])),
        message=MessageId(f"b{row['id']}"),
    )  # fmt: skip


async def _remove(connection: Connection, message: int) -> None:
    """Delete: the message's text, pictures and buttons go; its row stays as a gap in the thread."""
    await connection.execute(_DELETE_PICTURES, message)
    await connection.execute("delete from pictures where message_id = $1", message)
    await connection.execute("delete from message_images where message_id = $1", message)
    await connection.execute("delete from buttons where message_id = $1", message)
    await connection.execute(
        "update messages set state = 'removed', body = '', reply = null where id = $1", message
    )


_GIVE_UP = """
with ended as (
  update turns set state = 'failed', finished_at = now() where id = $1::uuid and state in ('queued', 'running')
  returning id, author, community
)
update messages m set state = 'ready', reply = $2, body = $3, working = '' from ended
where m.turn_id = ended.id and m.slot = 0 returning m.id, ended.author, ended.community
"""
# Pictures that were forgotten while the turn ran are left out. Who waits for the seat that comes free is woken; one that another
# transaction wakes just now is left to it. `::text`: found by its id, not among all jobs that wait (docs/decisions/0010).
_STORE = """
with ended as (
  update turns set state = $3, finished_at = now()
  where id = $1::uuid and fence = $2 and state = 'running' and (not cancel_requested or $3 = 'cancelled') returning id
), stored as (
  update messages m set state = 'ready', reply = $5, body = $6, only_for = $7, working = '' from ended
  where m.id = $4 returning m.id
), shown as (
  insert into message_images (message_id, position, image_id)
  select stored.id, i.n - 1, there.id
  from stored, unnest($8::text[]) with ordinality i(image, n),
       lateral (select id from images where id = i.image::uuid offset 0) there
), offered as (
  insert into buttons (id, action, args, turn_id, message_id, owner)
  select b.button->>'id', b.button->>'action', b.button->'args', $1::uuid, stored.id, $10
  from stored, unnest($9::jsonb[]) with ordinality b(button, n) order by b.n
), remembered as (
  insert into pictures (image_id, turn_id, message_id, author, channel, conversation, private, incognito, context, caption,
                        terms)
  select there.id, $1::uuid, stored.id, $10, $12, $13, $14, $15, p.picture->'context', p.picture->>'caption',
         array(select jsonb_array_elements_text(p.picture->'terms'))
  from stored, unnest($11::jsonb[]) p(picture),
       lateral (select id from images where id = (p.picture->>'image')::uuid offset 0) there
  on conflict (image_id) do nothing
), next as (
  select job_id from (
    (select id, job_id from turns where exists (select from ended) and state = 'queued' and waits_for_seat and author = $10
     order by id limit $17)
    union
    (select id, job_id from turns where exists (select from ended) and state = 'queued' and waits_for_seat and community = $16
     order by id limit $17)
  ) line order by id limit $17
), waiting as (
  select id from procrastinate_jobs
  where id = any(array(select job_id from next)) and status::text = 'todo' for update skip locked
), woken as (
  update procrastinate_jobs j set scheduled_at = now() from waiting where j.id = waiting.id returning j.queue_name
), told as (
  select count(atelier_tell_workers(queue_name)) from woken
)
select exists (select from ended) as ended, told.* from told
"""
_NEW_QUESTION = """
insert into questions (turn_id, conversation, channel, asker, message_id, request_text, plan, ask, expires_at)
values ($1::uuid, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))
"""
_POSTED = """
update messages m set platform_id = p.platform_id from unnest($1::bigint[], $2::text[]) p(id, platform_id) where m.id = p.id
"""
_DELIVERED = """
update messages m set state = 'delivered', platform_id = p.platform_id, delivered_at = now()
from unnest($1::bigint[], $2::text[]) p(id, platform_id) where m.id = p.id and m.state = 'ready'
"""
_ADDRESSED = """
select m.*, t.author_json, t.handle, asked.platform_id as asked_in
from messages m join turns t on t.id = m.turn_id
left join messages asked on asked.id = coalesce(t.message_id, t.reply_to_id)
"""
_LOAD = f"{_ADDRESSED} where m.id = $1 and m.reply is not null"
_WORKING_ADDRESS = f"{_ADDRESSED} where m.turn_id = $1::uuid and m.slot = 0 and m.state = 'working'"
_UNDELIVERED = """
select m.id from messages m join turns t on t.id = m.turn_id
where m.platform = $1 and m.state = 'ready' and t.finished_at < now() - make_interval(secs => $2)
  and (t.owner is null or t.owner = $4 or not exists (
        select 1 from workers w join pg_locks l on l.locktype = 'advisory' and l.objid = w.number::oid
        where w.id = t.owner and l.classid = $5::int::oid and l.granted))
order by m.id limit $3
"""
_TAKE_OVER = """
update turns t set owner = $2 from messages m
where m.id = $1 and t.id = m.turn_id and m.state = 'ready'
  and (t.owner is null or t.owner = $2 or not exists (
        select 1 from workers w join pg_locks l on l.locktype = 'advisory' and l.objid = w.number::oid
        where w.id = t.owner and l.classid = $3::int::oid and l.granted))
returning t.id
"""
_REPLAY = """
select m.id, m.reply from inbox i join messages m on m.turn_id = i.turn_id and m.slot = 0
where i.platform = $1 and i.event_id = $2 and m.state = 'delivered' and m.reply is not null
"""
_DELETE_PICTURES = """
delete from images where id in (select p.image_id from pictures p where p.message_id = $1)
  and not exists (select 1 from memory_images mi where mi.image_id = images.id)
"""
