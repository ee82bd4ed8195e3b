"""A turn from its claim by a worker to its end: loading it with its surroundings, fencing, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from agent.conversation import (
    Author,
    AuthorId,
    ImageId,
    Message,
    MessageId,
    Picture,
    Place,
    PlatformName,
    Request,
    Said,
    Turn,
    TurnId,
)
from agent.errors import NotFound
from agent.generation import GenerationContext
from agent.limits import THREAD_MESSAGES_MAX
from db.codec import load, load_request
from db.errors import guarded
from db.pool import Connection, Pool
from db.seats import LOCK_CLASS as SEAT_LOCK_CLASS
from db.seats import InLine, Seats, free, wait_in_line

Row = Any  # asyncpg.Record, which has no types of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A worker's right to work on a turn, until someone else claims it."""

    turn: Turn
    fence: int
    tries: int
    """Claims so far, this one included."""
    waits: int
    """Of these, how many ended in waiting for something that was down."""
    cancelled: bool
    reply: MessageId
    """The bot's message of this turn, slot 0."""
    posted: str | None
    """Its platform id, if the working message is already there."""
    reply_to: str | None
    """The platform's id of the author's message."""


class TurnStore:
    """Claims turns and loads what they need."""

    def __init__(self, pool: Pool, seats: Seats | None = None) -> None:
        self._pool = pool
        self._seats = seats or Seats()

    @guarded
    async def claim(self, turn: TurnId, worker: str) -> Claim | InLine | None:
        """The turn, fenced against every earlier claim; None when it is over (or gone), InLine when it has to wait for a seat."""
        async with self._pool.acquire() as connection:
            async with connection.transaction():
                open_turn = await connection.fetchrow(_OPEN_TURN, turn, SEAT_LOCK_CLASS)
                if open_turn is None:
                    return None
                row = await connection.fetchrow(
                    _CLAIM, turn, worker, open_turn["cancel_requested"], open_turn["author"], open_turn["community"],
                    self._seats.per_person, self._seats.per_community,
                )  # fmt: skip
                if row is None:
                    return await wait_in_line(connection, turn, open_turn["author"], open_turn["community"])
            return Claim(
                turn=await self._load(connection, row),
                fence=row["fence"],
                tries=row["tries"],
                waits=row["waits"],
                cancelled=row["cancel_requested"],
                reply=MessageId(f"b{row['reply_id']}"),
                posted=row["reply_platform_id"],
                reply_to=row["asked_in"],
            )

    async def _load(self, connection: Connection, row: Row) -> Turn:
        messages = await connection.fetch(
            _THREAD, row["conversation"], row["author"], row["message_id"] or 0, row["reply_to_id"],
            row["reply_id"], THREAD_MESSAGES_MAX, row["incognito"],
        )  # fmt: skip
        pictures = await pictures_of(connection, [m["id"] for m in messages if m["author"] is None])
        thread = {m["id"]: message_from(m, pictures.get(m["id"], ())) for m in messages}
        request = load_request(row["request"])
        return Turn(
            id=TurnId(str(row["id"])),
            place=load(Place, row["place"]),
            author=author_from(row["author_json"]),
            request=request,
            message=MessageId(f"u{row['message_id']}") if row["message_id"] else None,
            replied=_meant_first(thread.get(row["reply_to_id"]), request),
            thread=tuple(thread.values()),
            received_at=row["created_at"],
            incognito=row["incognito"],
            handle=row["handle"],
        )

    @guarded
    async def finish(self, turn: TurnId, fence: int, state: Literal["failed", "cancelled", "done"]) -> bool:
        """End a turn that has no reply to store. False when another worker has it."""
        async with self._pool.acquire() as connection, connection.transaction():
            done = await connection.fetchrow(_FINISH, turn, fence, state)
            if done is not None:
                await free(connection, done["author"], done["community"])
        return done is not None

    @guarded
    async def waited(self, turn: TurnId, fence: int) -> None:
        """Counts a claim that ended in waiting; the turn gives its seat back meanwhile."""
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(_WAITED, turn, fence)
            if row is not None:
                await free(connection, row["author"], row["community"])

    @guarded
    async def cancel_requested(self, turn: TurnId) -> bool:
        async with self._pool.acquire() as connection:
            return bool(
                await connection.fetchval("select cancel_requested from turns where id = $1::uuid", turn)
            )

    @guarded
    async def undelivered_reply(self, turn: TurnId) -> MessageId | None:
        """The stored reply of a turn that is over, if it was not sent yet."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchval(
                "select id from messages where turn_id = $1::uuid and slot = 0 and state = 'ready'", turn
            )
        return None if row is None else MessageId(f"b{row}")

    @guarded
    async def open_count(self, platform: PlatformName) -> int:
        """Turns of a platform that are queued or running, and replies not yet delivered."""
        async with self._pool.acquire() as connection:
            return await connection.fetchval(_OPEN, platform)


def row_id(message: str) -> int:
    """The row behind a MessageId. Raises NotFound for what is not one of ours."""
    digits = message[1:]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise NotFound("there is no such message")
    return int(digits)


def _meant_first(replied: Message | None, request: Request) -> Message | None:
    """With the picture that is meant before the others (one item of an album)."""
    meant = request.reply_picture if isinstance(request, Said) else 0
    if replied is None or not 0 < meant < len(replied.pictures):
        return replied
    chosen = replied.pictures[meant]
    rest = tuple(picture for picture in replied.pictures if picture is not chosen)
    images = tuple(image for image in replied.images if image != chosen.id)
    return replace(replied, pictures=(chosen, *rest), images=(chosen.id, *images))


def author_from(data: Any) -> Author:
    return load(Author, data)


async def pictures_of(connection: Connection, messages: Sequence[int]) -> dict[int, tuple[Picture, ...]]:
    """The pictures each of the bot's messages carries, in order."""
    found: dict[int, tuple[Picture, ...]] = {}
    if messages:
        for row in await connection.fetch(_PICTURES, list(messages)):
            found[row["shown_in"]] = (*found.get(row["shown_in"], ()), picture_from(row))
    return found


def picture_from(row: Row) -> Picture:
    return Picture(
        id=ImageId(str(row["image_id"])),
        turn=TurnId(str(row["turn_id"])),
        message=MessageId(f"b{row['message_id']}"),
        author=AuthorId(row["author"]),
        context=load(GenerationContext, row["context"]),
        caption=row["caption"],
        at=row["created_at"],
    )


def message_from(row: Row, pictures: tuple[Picture, ...]) -> Message:
    bot = row["author"] is None
    return Message(
        id=MessageId(f"{'b' if bot else 'u'}{row['id']}"),
        author=None if bot else Author(id=AuthorId(row["author"]), name=row["author_name"]),
        text=row["body"],
        images=tuple(ImageId(str(image)) for image in row["images"]),
        pictures=pictures,
        reply_to=None if row["reply_to_id"] is None else MessageId(f"m{row['reply_to_id']}"),
        at=row["created_at"],
    )


# The locks, taken in one order, are held to the end of the transaction: who counts seats next sees this turn in its own.
_OPEN_TURN = """
select author, community, cancel_requested,
       (select count(*) from (
          select pg_advisory_xact_lock($2, hashtext(seat))
          from unnest(array[author, community]) seat where seat is not null order by seat) locked)
from turns where id = $1::uuid and state in ('queued', 'running') for update
"""
_CLAIM = """
with taken as (
  select count(*) filter (where author = $4) as of_person, count(*) filter (where community = $5) as of_community
  from turns where state = 'running' and id <> $1::uuid and (author = $4 or community = $5)
), claimed as (
  update turns set state = 'running', waits_for_seat = false, fence = fence + 1, owner = $2, tries = tries + 1,
                   started_at = coalesce(started_at, now())
  from taken
  where id = $1::uuid and state in ('queued', 'running') and ($3 or (of_person < $6 and of_community < $7))
  returning turns.*
)
select c.*, m.id as reply_id, m.platform_id as reply_platform_id, asked.platform_id as asked_in
from claimed c
join messages m on m.turn_id = c.id and m.slot = 0
left join messages asked on asked.id = coalesce(c.message_id, c.reply_to_id)
"""
_FINISH = """
update turns set state = $3, finished_at = now() where id = $1::uuid and fence = $2 returning author, community
"""
_WAITED = """
update turns set waits = waits + 1, state = 'queued' where id = $1::uuid and fence = $2 and state = 'running'
returning author, community
"""
# The thread: what was said in this conversation before, with the reply chain however far away it is. What was said incognito is
# for incognito turns alone, unless it is replied to.
_THREAD = """
with recursive chain as (
  select m.*, 0 as depth from messages m where m.id = $4::bigint
  union all
  select m.*, c.depth + 1 from messages m join chain c on m.id = c.reply_to_id where c.depth < $6
), near as (
  select id from messages
  where conversation = $1 and id <> $3 and id < $5 and state in ('said', 'ready', 'delivered')
    and (only_for is null or only_for = $2 and ($7 or not exists (
           select 1 from turns t where t.id = messages.turn_id and t.incognito)))
  order by id desc limit $6
), wanted as (
  select id from near union select id from chain where only_for is null or only_for = $2
)
select m.id, m.author, m.author_name, m.body, m.reply_to_id, m.created_at,
       array(select i.image_id from message_images i where i.message_id = m.id order by i.position) as images
from messages m join wanted w on w.id = m.id
where m.state <> 'removed'
order by m.id
"""
_PICTURES = """
select p.*, i.message_id as shown_in from message_images i join pictures p on p.image_id = i.image_id
where i.message_id = any($1::bigint[]) order by i.message_id, i.position
"""
_OPEN = """
select (select count(*) from turns where platform = $1 and state in ('queued', 'running'))
     + (select count(*) from messages where platform = $1 and state = 'ready')
"""
