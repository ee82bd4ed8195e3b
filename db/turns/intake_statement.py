"""The one statement that takes an event in: all that is stored about it, and its job. A crowd that writes at once shares round trips and
commits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from agent.domain.conversation import Author, ImageId, Place, Request, TimedOut
from agent.domain.generation import ImageData
from db.codec import Statement, dump, dump_request
from db.pool import Connection
from db.turns.queue_differences import deferred

PERSON_LOCK_CLASS = 20260629
"""First key of the advisory lock under which a transaction writes a person down."""
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
    at: datetime | None = None
    """When it was written, by the platform's clock; None: now."""
    shown: str = ""
    """The message's words as people read them, where `text` lacks something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    turn: str
    message: int | None
    """Row of the author's message."""


async def write(connection: Connection, new: NewTurn, images: Sequence[ImageId]) -> Written | None:
    """The inbox entry, the author, their message, the turn, its job and the bot's message of it; None when the event is known."""
    row = await connection.fetchrow(_TAKE_IN.sql, *_arguments(new, images))
    written = _written(row)
    if written is not None and written.message is not None:
        await finish_message(connection, written.message, new.place.platform, images)
    return written


def may_go_together(new: NewTurn) -> bool:
    """Whether one statement takes it in whole, so that it can share a transaction with others."""
    return not new.images and new.place.platform != "web"


async def write_together(connection: Connection, many: Sequence[NewTurn]) -> list[Written | None]:
    """As `write`, for each of these in their order, in one transaction of its own."""
    steps: Sequence[int | None] = await _steps(connection, many) if len(many) > 1 else [None]
    rows = await connection.fetchmany(
        _TAKE_IN.sql, [_arguments(new, (), back) for new, back in zip(many, steps, strict=True)]
    )
    return [_written(row) for row in rows]


async def _steps(connection: Connection, many: Sequence[NewTurn]) -> list[int]:
    """How many steps each is put back (see `fair`): counted once for all of them, and further from one to the next."""
    whose = [(new.author.id, new.place.community_key) for new in many]
    found = await connection.fetch(_OPEN, list({a for a, _ in whose}), list({c for _, c in whose if c}))
    of = Counter({(row["kind"], row["key"]): row["open"] for row in found})
    steps: list[int] = []
    for author, community in whose:
        steps.append(of["person", author] + of["community", community])
        of.update([("person", author), ("community", community)] if community else [("person", author)])
    return steps


def _arguments(new: NewTurn, images: Sequence[ImageId], steps: int | None = None) -> tuple[Any, ...]:
    place, author = new.place, new.author
    conversation = place.conversation(author.id)
    return _TAKE_IN.values(
        platform=place.platform, event=new.event_id, author=author.id, name=author.name, username=author.username,
        channel=place.channel_key,
        conversation=conversation, place=dump(place), private=place.private, message=new.message,
        only_for=author.id if new.incognito else None, body=new.text, reply_to=new.reply_to, author_json=dump(author),
        community=place.community_key, incognito=new.incognito, request=dump_request(with_images(new.request, images)),
        shown=new.shown or new.text, handle=dict(new.handle), delivery=new.delivery, button=new.button, queue=new.queue,
        priority=new.priority, lock=conversation if new.locked else None, fair_steps=FAIR_STEPS, steps=steps, at=new.at,
    )  # fmt: skip


def _written(row: Any) -> Written | None:
    if row["id"] is None:
        return None
    return Written(turn=str(row["id"]), message=row["message_id"])


async def finish_message(
    connection: Connection, message: int, platform: str, images: Sequence[ImageId]
) -> None:
    """What only some messages entail: an id where the platform has none of its own, and their pictures."""
    if platform == "web":  # kept by us alone: the platform's id is ours
        await connection.execute("update messages set platform_id = 'u' || id where id = $1", message)
    if images:
        await connection.executemany(
            "insert into message_images (message_id, position, image_id) values ($1, $2, $3::uuid)",
            [(message, position, image) for position, image in enumerate(images)],
        )


def with_images(request: Request, images: Sequence[ImageId]) -> Request:
    return request if isinstance(request, TimedOut) or not images else replace(request, images=tuple(images))


# Fair queueing (`fair`): each open turn of a person, and each of a community, puts their next one a step back, so that who has few goes
# first. Never ahead of what waits in the same conversation: there, first come is first served.
# What names a message by its key is put in order by `id + 0`: by `id` alone Postgres may walk all messages backwards until it comes by one.
# Two transactions that take in what the same people wrote do not wait for each other: who is known and was seen a moment ago is not
# written down again, and who is being written down by another just now is left to it.
_JOB = deferred(
    ":queue, 'turn', case when :priority::int <> 0 then :priority::int else fair.priority end, :lock::text, null,"
    " jsonb_build_object('turn', claimed.turn_id), null",
    source="from claimed, fair",
)
_TAKE_IN = Statement(f"""
with ids as (
  select uuidv7() as turn
), claimed as (
  insert into inbox (platform, event_id, turn_id) select :platform, :event, turn from ids on conflict do nothing returning turn_id
), seen as (
  insert into people (id, platform, name, username) select :author, :platform, :name, :username from claimed
  where not exists (select from people where id = :author and name = :name and username = :username
                    and seen_at > now() - interval '1 minute')
    and pg_try_advisory_xact_lock({PERSON_LOCK_CLASS}, hashtext(:author))
  on conflict (id) do update set name = excluded.name, username = excluded.username, seen_at = now()
), replied as (
  select id from messages
  where platform = :platform and channel = :channel and platform_id = :reply_to::text and state <> 'removed'
    and (only_for is null or only_for = :author)
  order by id + 0 desc limit 1
), message as (
  insert into messages (platform, channel, conversation, place, private, platform_id, author, author_name, only_for,
                        body, reply_to_id, turn_id)
  select :platform, :channel, :conversation, :place, :private, :message::text, :author, :name, :only_for,
         :shown, (select id from replied), turn_id
  from claimed where :message::text is not null
  returning id
), fair as (
  select least(
    -least(:fair_steps::int, coalesce(:steps::int, (
        select count(*) from (
          (select from turns where state in ('queued', 'running') and author = :author limit :fair_steps::int)
          union all
          (select from turns where state in ('queued', 'running') and community = :community limit :fair_steps::int)
        ) open)::int)),
    (select priority from procrastinate_jobs
     where lock = :lock::text and status in ('todo', 'doing') and status::text = 'todo' order by priority limit 1)) as priority
), job as (
  {_JOB}
), turn as (
  insert into turns (id, platform, conversation, author, author_json, place, channel, community, private, incognito,
                     request, request_text, message_id, reply_to_id, handle, job_id, said_at)
  select turn_id, :platform, :conversation, :author, :author_json, :place, :channel, :community, :private, :incognito, :request,
         :body, (select id from message), (select id from replied), :handle,
         (select id from job), coalesce(:at::timestamptz, now())
  from claimed
  returning id, message_id, reply_to_id
), working as (
  insert into messages (platform, channel, conversation, place, private, reply_to_id, turn_id, slot, state, only_for)
  select :platform, :channel, :conversation, :place, :private, coalesce(message_id, reply_to_id), id, 0, 'working', :only_for from turn
), also_known as (
  insert into inbox (platform, event_id, turn_id) select :platform, :delivery::text, id from turn where :delivery::text is not null
  on conflict do nothing
), pressed as (
  update buttons set used_at = now() from claimed where buttons.id = :button::text
)
select (select id from turn) as id, (select message_id from turn) as message_id
""")
_OPEN = """
select 'person' as kind, author as key, count(*) as open from turns
where state in ('queued', 'running') and author = any($1::text[]) group by author
union all
select 'community', community, count(*) from turns
where state in ('queued', 'running') and community = any($2::text[]) group by community
"""
