"""Claims of turns: the right to work on one until someone else claims it, with all that its worker has to know. Many go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agent.domain.conversation import (
    Author,
    AuthorId,
    ImageId,
    Message,
    MessageId,
    Picture,
    Place,
    Pressed,
    Request,
    Said,
    Turn,
    TurnId,
)
from agent.domain.generation import GenerationContext
from agent.errors import NotFound
from agent.limits import THREAD_MESSAGES_MAX
from db.codec import load, load_request
from db.pool import Connection
from db.turns.concurrency_limits import LOCK_CLASS, ConcurrencyLimits, InLine

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
    quiet_seconds: float = 0.0
    """How long ago its author wrote the last of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The rows of a claim. What they hold is read for each turn apart: one that cannot be read is nobody else's trouble."""

    right: Row
    row: Row
    messages: Sequence[Row]
    pictures: Mapping[int, Sequence[Row]]
    """By the message that shows them."""

    def claim(self) -> Claim:
        row, right = self.row, self.right
        return Claim(
            turn=self._turn(),
            fence=right["fence"],
            tries=right["tries"],
            waits=right["waits"],
            cancelled=right["cancelled"],
            reply=MessageId(f"b{row['reply_id']}"),
            posted=row["reply_platform_id"],
            reply_to=row["asked_in"],
            quiet_seconds=float(row["quiet_seconds"]),
        )

    def _turn(self) -> Turn:
        row = self.row
        thread = {m["id"]: message_from(m, self._pictures_of(m["id"])) for m in self.messages}
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

    def _pictures_of(self, message: int) -> tuple[Picture, ...]:
        return tuple(picture_from(row) for row in self.pictures.get(message, ()))


async def claim_together(
    connection: Connection, wanted: Sequence[tuple[TurnId, str]], concurrency_limits: ConcurrencyLimits
) -> Sequence[Claimed | InLine | None]:
    """Each turn for its worker, in this order."""
    rights = await connection.fetch(
        _CLAIM, [turn for turn, _ in wanted], [worker for _, worker in wanted], LOCK_CLASS,
        concurrency_limits.per_person, concurrency_limits.per_community,
    )  # fmt: skip
    claimed = [right["turn"] for right in rights if right["state"] == "claimed"]
    rows = {row["id"]: row for row in await connection.fetch(_SURROUNDINGS, claimed)} if claimed else {}
    threads = await _by(connection, "turn", _THREADS, claimed, THREAD_MESSAGES_MAX)
    shown = {m["id"] for messages in threads.values() for m in messages if m["author"] is None}
    pictures = await _by(connection, "shown_in", _PICTURES, list(shown))

    def outcome(right: Row) -> Claimed | InLine | None:
        match right["state"]:
            case "claimed" if right["turn"] in rows:
                turn = right["turn"]
                return Claimed(right=right, row=rows[turn], messages=threads.get(turn, ()), pictures=pictures)
            case "in line":
                return InLine(ahead=right["ahead"])
            case _:  # it is over, or was forgotten just now
                return None

    return [outcome(right) for right in rights]


async def _by(
    connection: Connection, key: str, query: str, of: Sequence[Any], *more: Any
) -> dict[Any, list[Row]]:
    """The rows of `query` by one of their columns; nothing is asked about nothing."""
    found: dict[Any, list[Row]] = {}
    for row in await connection.fetch(query, of, *more) if of else ():
        found.setdefault(row[key], []).append(row)
    return found


def row_id(message: str) -> int:
    """The row behind a MessageId. Raises NotFound for what is not one of ours."""
    digits = message[1:]
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise NotFound("there is no such message")
    return int(digits)


def _meant_first(replied: Message | None, request: Request) -> Message | None:
    """With the picture that is meant before the others (one item of an album)."""
    meant = _meant(request)
    if replied is None or not 0 < meant < len(replied.pictures):
        return replied
    chosen = replied.pictures[meant]
    rest = tuple(picture for picture in replied.pictures if picture is not chosen)
    images = tuple(image for image in replied.images if image != chosen.id)
    return replace(replied, pictures=(chosen, *rest), images=(chosen.id, *images))


def _meant(request: Request) -> int:
    match request:
        case Said(reply_picture=picture) | Pressed(picture=picture):
            return picture
        case _:
            return 0


def author_from(data: Any) -> Author:
    return load(Author, data)


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


_CLAIM = "select * from atelier_claim($1::uuid[], $2::text[], $3, $4, $5)"
_SURROUNDINGS = """
select c.*, m.id as reply_id, m.platform_id as reply_platform_id, asked.platform_id as asked_in,
       extract(epoch from now() - greatest(c.created_at, c.said_at)) as quiet_seconds
from turns c
join messages m on m.turn_id = c.id and m.slot = 0
left join messages asked on asked.id = coalesce(c.message_id, c.reply_to_id)
where c.id = any($1::uuid[])
"""
# The thread: what was said in this conversation before, with the reply chain however far away it is; of what people said to each other
# (db/turns/asides.py) only what was replied to. What was said incognito is
# for incognito turns alone, unless it is replied to.
_THREADS = """
select c.id as turn, said.*
from turns c
join messages own on own.turn_id = c.id and own.slot = 0
cross join lateral (
  with recursive chain as (
    select m.*, 0 as depth from messages m where m.id = c.reply_to_id
    union all
    select m.*, b.depth + 1 from messages m join chain b on m.id = b.reply_to_id where b.depth < $2 and b.conversation <> 'aside'
  ), near as (
    select id from messages
    where conversation = c.conversation and id <> coalesce(c.message_id, 0) and id < own.id
      and state in ('said', 'ready', 'delivered')
      and (only_for is null or only_for = c.author and (c.incognito or not coalesce(
             (select t.incognito from turns t where t.id = messages.turn_id), false)))
    order by id desc limit $2
  ), wanted as (
    select id from near union select id from chain where only_for is null or only_for = c.author
  )
  select m.id, m.author, m.author_name, m.body, m.reply_to_id, m.created_at,
         array(select i.image_id from message_images i where i.message_id = m.id order by i.position) as images
  from wanted w cross join lateral (select * from messages where id = w.id offset 0) m
  where m.state <> 'removed'
) said
where c.id = any($1::uuid[])
order by c.id, said.id
"""
_PICTURES = """
select p.*, i.message_id as shown_in
from message_images i cross join lateral (select * from pictures where image_id = i.image_id offset 0) p
where i.message_id = any($1::bigint[]) order by i.message_id, i.position
"""
