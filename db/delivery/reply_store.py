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
from db.batching import Batcher
from db.codec import dump, load
from db.delivery.reply_statements import (
    AS_KEPT,
    DELETE_PICTURES,
    DELIVERED,
    GIVE_UP,
    LOAD,
    NEW_QUESTION,
    POSTED,
    REPLAY,
    STORE,
    TAKE_OVER,
    UNDELIVERED,
    WORKING_ADDRESS,
)
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
        self._ends = Batcher(self._stored_together)
        self._posted = Batcher(partial(self._set_together, POSTED))
        self._delivered = Batcher(partial(self._set_together, DELIVERED))

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
        ending = STORE.values(
            turn=turn.id, fence=claim.fence, end=end, message=message, reply=dump(reply), body=reply.text,
            only_for=only_for_of(turn, reply), images=list(reply.images), buttons=[dump(b) for b in reply.buttons],
            author=turn.author.id, pictures=shown, channel=turn.place.channel_key, conversation=turn.conversation,
            private=turn.place.private, incognito=turn.incognito, community=turn.place.community_key, woken=WOKEN_AT_ONCE,
        )  # fmt: skip
        if question is None and reply.removes is None:
            ended = await self._ends.ask(ending)
        else:
            ended = await self._stored_with(ending, turn, message, reply, question, question_seconds)
        if not ended:
            raise Superseded("another worker has this turn")

    async def _stored_together(self, endings: Sequence[tuple[Any, ...]]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            return [row["ended"] for row in await connection.fetchmany(STORE.sql, endings)]

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
            ended = await connection.fetchval(STORE.sql, *ending)
            if ended and question is not None:
                await self._open_question(connection, turn, message, question, seconds)
            if ended and reply.removes is not None:
                await _remove(connection, row_id(reply.removes))
        return ended

    @guarded
    async def give_up(self, turn: TurnId, reply: Reply) -> MessageId | None:
        """Ends a turn that nobody can work on with this reply, whoever has it; None when it is over already."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(GIVE_UP, turn, dump(reply), reply.text)
            if row is None:
                return None
            await free(connection, row["author"], row["community"])
        return MessageId(f"b{row['id']}")

    async def _open_question(
        self, connection: Connection, turn: Turn, message: int, question: OpenQuestion, seconds: float
    ) -> None:
        await connection.execute(
            NEW_QUESTION, turn.id, turn.conversation, turn.place.channel_key, turn.author.id, message,
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
                f"update messages m set state = 'undeliverable', reply = {AS_KEPT} where id = $1",
                row_id(message),
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
            row = await connection.fetchrow(LOAD, row_id(message))
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
            row = await connection.fetchrow(WORKING_ADDRESS, turn)
        return None if row is None else (_address(row), row["platform_id"])

    @guarded
    async def undelivered(
        self, platform: PlatformName, *, older_than_seconds: float, worker: str = "", limit: int = 100
    ) -> Sequence[MessageId]:
        """Stored replies that no other living worker has in hand, oldest first."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(
                UNDELIVERED, platform, older_than_seconds, limit, worker, WORKER_LOCK_CLASS
            )
        return [MessageId(f"b{row['id']}") for row in rows]

    @guarded
    async def take_over(self, message: MessageId, worker: str) -> bool:
        """Whether the reply is this worker's to deliver from now on: not while another one lives that has it in hand."""
        async with self._pool.acquire() as connection:
            taken = await connection.fetchval(TAKE_OVER, row_id(message), worker, WORKER_LOCK_CLASS)
        return taken is not None

    @guarded
    async def replay(self, platform: PlatformName, event_id: str) -> tuple[MessageId, Reply] | None:
        """The delivered reply to an event."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(REPLAY, platform, event_id)
        return None if row is None else (MessageId(f"b{row['id']}"), load(Reply, row["reply"]))

    @guarded
    async def posted_at(self, message: MessageId) -> tuple[Place, str | None] | None:
        """Where a message of the bot stands, and its platform id; None when it is gone."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(
                "select place, platform_id from messages where id = $1", row_id(message)
            )
        return None if row is None else (load(Place, row["place"]), row["platform_id"])


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
    await connection.execute(DELETE_PICTURES, message)
    await connection.execute("delete from pictures where message_id = $1", message)
    await connection.execute("delete from message_images where message_id = $1", message)
    await connection.execute("delete from buttons where message_id = $1", message)
    await connection.execute(
        "update messages set state = 'removed', body = '', reply = null where id = $1", message
    )
