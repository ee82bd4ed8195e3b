"""The two statements that take an event in: everything about it is written in one, its job in the other, so that a crowd that writes
at once costs Postgres as few round trips as can be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from agent.conversation import Author, ImageId, Place, Request, TimedOut
from agent.generation import ImageData
from db.codec import dump, dump_request
from db.pool import Connection

FAIR_STEPS = 1_000
"""Most steps that a crowd's turns are put back behind those of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTurn:
    """What intake made of an event."""

    event_id: str
    place: Place
    author: Author
    request: Request
    """Its images are left empty: they are saved in the same transaction, from `images`."""
    text: str = ""
    message: str | None = None
    """The platform's id of the author's message; None for a press."""
    reply_to: str | None = None
    """The platform's id of the message replied to."""
    images: tuple[ImageData, ...] = ()
    incognito: bool = False
    handle: Mapping[str, str] = field(default_factory=dict[str, str])
    queue: str = "turns"
    locked: bool = True
    """Waits for its turn in the conversation; False for what only looks."""
    priority: int = 0
    button: str | None = None
    """Pressed button to be marked as used in the same transaction."""
    delivery: str | None = None
    """The platform's own id of an event whose `event_id` is ours (a button that works once): known under both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    turn: str
    message: int | None
    """Row of the author's message."""
    images: Sequence[ImageId] = field(default=())


async def write(connection: Connection, new: NewTurn, images: Sequence[ImageId]) -> Written | None:
    """The inbox entry, the author, their message, the turn and the bot's message of it; None when the event is known."""
    place, author = new.place, new.author
    row = await connection.fetchrow(
        _WRITE, place.platform, new.event_id, author.id, author.name, place.channel_key, place.conversation(author.id),
        dump(place), place.private, new.message, author.id if new.incognito else None, new.text, new.reply_to,
        dump(author), place.community_key, new.incognito, dump_request(with_images(new.request, images)),
        dict(new.handle), new.delivery, new.button,
    )  # fmt: skip
    if row is None:
        return None
    message: int | None = row["message_id"]
    if message is not None:
        await _finish_message(connection, message, place.platform, images)
    return Written(turn=str(row["id"]), message=message)


async def _finish_message(
    connection: Connection, message: int, platform: str, images: Sequence[ImageId]
) -> None:
    if platform == "web":  # kept by us alone: the platform's id is ours
        await connection.execute("update messages set platform_id = 'u' || id where id = $1", message)
    if images:
        await connection.executemany(
            "insert into message_images (message_id, position, image_id) values ($1, $2, $3::uuid)",
            [(message, position, image) for position, image in enumerate(images)],
        )


async def enqueue(connection: Connection, new: NewTurn, turn: str) -> None:
    """The turn's job, in its conversation's line and behind those of quieter people."""
    place, author = new.place, new.author
    lock = place.conversation(author.id) if new.locked else None
    await connection.execute(
        _ENQUEUE, turn, new.queue, new.priority, author.id, place.community_key, lock, FAIR_STEPS,
        {"turn": turn},
    )  # fmt: skip


def with_images(request: Request, images: Sequence[ImageId]) -> Request:
    return request if isinstance(request, TimedOut) or not images else replace(request, images=tuple(images))


_WRITE = """
with ids as (
  select uuidv7() as turn
), claimed as (
  insert into inbox (platform, event_id, turn_id) select $1, $2, turn from ids on conflict do nothing returning turn_id
), seen as (
  insert into people (id, platform, name) select $3, $1, $4 from claimed
  on conflict (id) do update set name = excluded.name, seen_at = now()
    where people.name <> excluded.name or people.seen_at < now() - interval '1 minute'
), replied as (
  select id from messages
  where platform = $1 and channel = $5 and platform_id = $12::text and state <> 'removed'
    and (only_for is null or only_for = $3)
  order by id desc limit 1
), message as (
  insert into messages (platform, channel, conversation, place, private, platform_id, author, author_name, only_for,
                        body, reply_to_id, turn_id)
  select $1, $5, $6, $7, $8, $9::text, $3, $4, $10, $11, (select id from replied), turn_id
  from claimed where $9::text is not null
  returning id
), turn as (
  insert into turns (id, platform, conversation, author, author_json, place, channel, community, private, incognito,
                     request, request_text, message_id, reply_to_id, handle)
  select turn_id, $1, $6, $3, $13, $7, $5, $14, $8, $15, $16, $11, (select id from message), (select id from replied), $17
  from claimed
  returning id, message_id, reply_to_id
), working as (
  insert into messages (platform, channel, conversation, place, private, reply_to_id, turn_id, slot, state, only_for)
  select $1, $5, $6, $7, $8, coalesce(message_id, reply_to_id), id, 0, 'working', $10 from turn
), also_known as (
  insert into inbox (platform, event_id, turn_id) select $1, $18::text, id from turn where $18::text is not null
  on conflict do nothing
), pressed as (
  update buttons set used_at = now() from claimed where buttons.id = $19::text
)
select id, message_id from turn
"""

# Fair queueing: each further open turn of a person or community stands one step behind, so that who has few goes first. Never ahead of
# what waits in the same conversation: there, first come is first served.
_ENQUEUE = """
with fair as (
  select least(
    -least($7::int, (select count(*) from turns where state in ('queued', 'running') and id <> $1::uuid
                     and (author = $4 or community = $5)))::int,
    (select min(priority) from procrastinate_jobs where lock = $6 and status = 'todo')) as priority
), job as (
  select (procrastinate_defer_jobs_v1(ARRAY[ROW($2::varchar, 'turn'::varchar,
          (case when $3::int <> 0 then $3::int else fair.priority end)::integer, $6::text, null::text,
          $8::jsonb, null::timestamptz)::procrastinate_job_to_defer_v1]))[1] as id
  from fair
)
update turns set job_id = job.id from job where turns.id = $1::uuid
"""
