"""Messages that one person writes back to back are one request: what they add while its turn has not begun to draw joins it.

A turn that is at work already is taken from its worker (the fence grows) and begins anew with the whole request, in a job of its own: so it
does not matter which process took the message in, nor whether the worker is alive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agent.domain.conversation import ImageId, Said
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from agent.translation.catalogue import _
from db.codec import dump, dump_request, load_request
from db.pool import Connection
from db.turns import queue
from db.turns.intake_statement import NewTurn, Written, finish_message

MESSAGES_MAX = 10
"""Of one request."""


def left_out() -> str:
    return _("I looked at the first {most} of your pictures.", most=IMAGES_PER_TURN_MAX)


AHEAD = 1
"""The job of a request that was added to goes before what was asked for after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRequest:
    """A turn that has not begun to draw, locked for the rest of the transaction."""

    turn: str
    state: str
    said: Said
    reply_to: int | None = None
    """Row of the message that it answers, with what joins it."""


def may_join(new: NewTurn) -> bool:
    """Whether an event can be a part of a request at all: words and pictures are, a command or a button stands for itself."""
    return isinstance(new.request, Said) and new.request.command is None and new.message is not None


async def with_open_requests(
    connection: Connection, asking: Sequence[NewTurn], *, within: float
) -> Sequence[bool]:
    """For each of these, whether its author may have a request to which it belongs: one look for a crowd."""
    rows = await connection.fetch(
        _MAY_BE_OPEN, [new.author.id for new in asking], [new.place.conversation(new.author.id) for new in asking],
        [new.at for new in asking], within,
    )  # fmt: skip
    return [row["open"] for row in rows]


async def open_request(connection: Connection, new: NewTurn, *, within: float) -> OpenRequest | None:
    """The request to which this belongs: its author's latest here, if nothing was begun of it, they wrote to it within `within` seconds,
    this does not answer another message than it does, and both together are not more than one message may say. It is locked for the
    rest of the transaction."""
    conversation = new.place.conversation(new.author.id)
    row = await connection.fetchrow(
        _OPEN_REQUEST, new.author.id, conversation, new.at, within, new.incognito, MESSAGES_MAX, new.place.platform,
        new.place.channel_key, new.reply_to,
    )  # fmt: skip
    if row is None:
        return None
    said = load_request(row["request"])
    if (
        not isinstance(said, Said)
        or said.command is not None
        or len(said.text) + len(new.text) > TEXT_CHARS_MAX
    ):
        return None
    return OpenRequest(turn=str(row["id"]), state=row["state"], said=said, reply_to=row["replied"])


def cut_to_fit(new: NewTurn, to: OpenRequest) -> NewTurn:
    """Without the pictures that are too many for one request with those it has: ten messages bring a turn no more than one may."""
    room = max(0, IMAGES_PER_TURN_MAX - len(to.said.images))
    if len(new.images) <= room:
        return new
    assert isinstance(new.request, Said), "only words and pictures are added to a request"
    return replace(
        new, images=new.images[:room], request=replace(new.request, notes=(*new.request.notes, left_out()))
    )


async def join(
    connection: Connection, new: NewTurn, images: Sequence[ImageId], *, to: OpenRequest
) -> Written | None:
    """Adds the message to the request, within the caller's transaction; None when its event is known."""
    if await connection.fetchval(_CLAIM_EVENT, new.place.platform, new.event_id, to.turn) is None:
        return None
    assert isinstance(new.request, Said), "only words and pictures are added to a request"
    place = new.place
    message = await connection.fetchval(
        _MESSAGE, place.platform, place.channel_key, place.conversation(new.author.id), dump(place), place.private,
        new.message, new.author.id, new.author.name, new.author.id if new.incognito else None, new.shown or new.text, to.reply_to, to.turn,
    )  # fmt: skip
    await finish_message(connection, message, place.platform, images)
    await restate(connection, to, together(to.said, replace(new.request, images=tuple(images))), at=new.at)
    await connection.execute("update turns set reply_to_id = $2 where id = $1::uuid", to.turn, to.reply_to)
    return Written(turn=to.turn, message=message)


async def restate(
    connection: Connection, request: OpenRequest, said: Said, *, at: datetime | None = None
) -> None:
    """The request says this now. Whoever works on it has to begin anew."""
    await connection.execute(_RESTATE, request.turn, dump_request(said), said.text, at)
    if request.state == "running":
        await begin_anew(connection, request.turn)


async def begin_anew(connection: Connection, turn: str) -> None:
    """Takes a turn from its worker and puts it into the queue again. What it asked before it knows still."""
    row = await connection.fetchrow(_TAKE_BACK, turn)
    assert row is not None, "it is locked by this transaction"
    job = await queue.enqueue(
        connection, queue=row["queue"], task="turn", arguments={"turn": turn}, lock=row["conversation"],
        priority=row["priority"] + AHEAD,
    )  # fmt: skip
    await connection.execute("update turns set job_id = $2 where id = $1::uuid", turn, job)


def together(first: Said, more: Said) -> Said:
    """
    >>> together(Said(text="draw a fox"), Said(text="with a hat")).text
    'draw a fox\\nwith a hat'
    """
    return replace(
        first,
        text="\n".join(text for text in (first.text, more.text) if text),
        quoted="\n".join(text for text in (first.quoted, more.quoted) if text),
        images=(*first.images, *more.images),
        notes=tuple(dict.fromkeys((*first.notes, *more.notes))),
        heard="\n".join(text for text in (first.heard, more.heard) if text),
        heard_usd=first.heard_usd + more.heard_usd,
        reply_picture=first.reply_picture or more.reply_picture,
        covered=first.covered or more.covered,
    )


_MAY_BE_OPEN = """
select exists (
  select from turns t
  where t.author = asked.author and t.state in ('queued', 'running') and t.conversation = asked.conversation and t.drawing_at is null
    and abs(extract(epoch from coalesce(asked.at, now()) - t.said_at)) <= $4
) as open
from unnest($1::text[], $2::text[], $3::timestamptz[]) with ordinality asked(author, conversation, at, number) order by number
"""
_OPEN_REQUEST = """
with replied as (
  select id, turn_id from messages
  where platform = $7 and channel = $8 and platform_id = $9::text and state <> 'removed' and (only_for is null or only_for = $1)
  order by id + 0 desc limit 1
)
select t.id, t.state, t.request, coalesce(t.reply_to_id, case when r.turn_id is distinct from t.id then r.id end) as replied
from turns t left join replied r on true
where t.author = $1 and t.state in ('queued', 'running') and t.conversation = $2 and t.drawing_at is null
  and t.message_id is not null and not t.cancel_requested and t.incognito = $5
  and abs(extract(epoch from coalesce($3::timestamptz, now()) - t.said_at)) <= $4
  and (r.id is null or r.turn_id = t.id or t.reply_to_id is null or t.reply_to_id = r.id)
  and (select count(*) from messages m where m.turn_id = t.id and m.author is not null) < $6
order by t.id::text desc limit 1 for update of t
"""
_CLAIM_EVENT = """
insert into inbox (platform, event_id, turn_id) values ($1, $2, $3::uuid) on conflict do nothing returning turn_id
"""
_MESSAGE = """
insert into messages (platform, channel, conversation, place, private, platform_id, author, author_name, only_for, body, reply_to_id,
                      turn_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::uuid) returning id
"""
_RESTATE = """
update turns set request = $2, request_text = $3, said_at = greatest(said_at, coalesce($4::timestamptz, said_at)) where id = $1::uuid
"""
# A claim that is taken back is no failed try.
_TAKE_BACK = """
with taken as (
  update turns set state = 'queued', fence = fence + 1, waits = waits + 1 where id = $1::uuid
  returning id, conversation, job_id
), undone as (
  delete from steps using taken where turn_id = taken.id and name <> 'pending'
)
select taken.conversation, coalesce(j.queue_name, 'turns') as queue, coalesce(j.priority, 0) as priority
from taken left join procrastinate_jobs j on j.id = taken.job_id
"""
