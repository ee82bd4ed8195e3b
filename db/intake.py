"""Taking an event in: deduplicated, stored and enqueued in one transaction, before the platform is told that we have it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from agent.conversation import (
    Author,
    AuthorId,
    Button,
    ImageId,
    MessageId,
    Place,
    PlatformName,
    Request,
    Said,
    TimedOut,
    TurnId,
)
from agent.generation import ImageData
from db import queue
from db.codec import dump, dump_request, load_request
from db.errors import guarded
from db.images import save_image
from db.pool import Connection, Pool
from db.seats import wake

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
class TakenIn:
    turn: TurnId
    duplicate: bool
    message: MessageId | None = None
    """Our id of the author's message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedButton:
    """A button as the store knows it."""

    button: Button
    turn: TurnId
    message: MessageId
    owner: AuthorId
    channel: str
    only_for: str | None
    used: bool


class IntakeStore:
    """The inbox."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def take_in(self, new: NewTurn) -> TakenIn:
        """Stores `new` once. Raises StoreUnavailable; nothing is stored then."""
        async with self._pool.acquire() as connection, connection.transaction():
            platform = new.place.platform
            known = await connection.fetchrow(_CLAIM_EVENT, platform, new.event_id)
            if known is None:
                turn = await connection.fetchval(_KNOWN_EVENT, platform, new.event_id)
                return TakenIn(turn=TurnId(str(turn)), duplicate=True)
            return await self._store(connection, new)

    async def _store(self, connection: Connection, new: NewTurn) -> TakenIn:
        place, author = new.place, new.author
        await connection.execute(_SEEN, author.id, place.platform, author.name)
        images = [await save_image(connection, image, owner=author.id) for image in new.images]
        reply_to = await self._message_row(connection, new)
        conversation = place.conversation(author.id)
        message = None
        if new.message is not None:
            message = await self._store_message(connection, new, conversation, reply_to, images)
        turn = await connection.fetchval(
            _NEW_TURN, place.platform, conversation, author.id, dump(author), dump(place), place.channel_key,
            place.community_key, place.private, new.incognito, dump_request(_with_images(new.request, images)), new.text, message,
            reply_to, dict(new.handle),
        )  # fmt: skip
        if message is not None:
            await connection.execute("update messages set turn_id = $2 where id = $1", message, turn)
        await connection.execute(
            _WORKING_MESSAGE, place.platform, place.channel_key, conversation, dump(place), place.private,
            reply_to if message is None else message, turn, author.id if new.incognito else None,
        )  # fmt: skip
        await connection.execute(
            "update inbox set turn_id = $3 where platform = $1 and event_id = $2",
            place.platform,
            new.event_id,
            turn,
        )
        if new.delivery is not None:
            await connection.execute(_ALSO_KNOWN, place.platform, new.delivery, turn)
        if new.button is not None:
            await connection.execute("update buttons set used_at = now() where id = $1", new.button)
        lock = conversation if new.locked else None
        priority = new.priority or await connection.fetchval(
            _FAIR_PRIORITY, author.id, place.community_key, turn, lock, FAIR_STEPS
        )
        job = await queue.enqueue(
            connection, queue=new.queue, task="turn", arguments={"turn": str(turn)}, lock=lock, priority=priority
        )  # fmt: skip
        await connection.execute("update turns set job_id = $2 where id = $1", turn, job)
        return TakenIn(
            turn=TurnId(str(turn)), duplicate=False, message=MessageId(f"u{message}") if message else None
        )

    @guarded
    async def reword(self, new: NewTurn) -> Literal["reworded", "started", "same", "unknown"]:
        """Replaces the words of the author's message `new.message` while its turn has not started. "same": nothing to do (also
        when this very event came before)."""
        place = new.place
        async with self._pool.acquire() as connection, connection.transaction():
            row = await connection.fetchrow(
                _TURN_OF_MESSAGE, place.platform, place.channel_key, new.message, new.author.id
            )
            if row is None:
                return "unknown"
            fresh = await connection.fetchval(_CLAIM_EVENT, place.platform, new.event_id)
            if fresh is None or row["body"] == new.text:
                return "same"
            if row["state"] != "queued":
                return "started"
            before = load_request(row["request"])
            assert isinstance(before, Said), "a message's turn says something"
            assert isinstance(new.request, Said), "a new wording says something"
            request = replace(new.request, images=before.images, notes=before.notes)
            await connection.execute(_REWORD_TURN, row["turn"], dump_request(request), new.text)
            await connection.execute("update messages set body = $2 where id = $1", row["message"], new.text)
        return "reworded"

    async def _message_row(self, connection: Connection, new: NewTurn) -> int | None:
        """Our row of the message replied to (or carrying the pressed button)."""
        if new.reply_to is None:
            return None
        return await connection.fetchval(
            _FIND_MESSAGE, new.place.platform, new.place.channel_key, new.reply_to, new.author.id
        )

    async def _store_message(
        self,
        connection: Connection,
        new: NewTurn,
        conversation: str,
        reply_to: int | None,
        images: list[ImageId],
    ) -> int:
        place, author = new.place, new.author
        message: int = await connection.fetchval(
            _NEW_MESSAGE, place.platform, place.channel_key, conversation, dump(place), place.private, new.message,
            author.id, author.name, author.id if new.incognito else None, new.text, reply_to,
        )  # fmt: skip
        if place.platform == "web":  # kept by us alone: the platform's id is ours
            await connection.execute("update messages set platform_id = 'u' || id where id = $1", message)
        if images:
            await connection.executemany(
                "insert into message_images (message_id, position, image_id) values ($1, $2, $3::uuid)",
                [(message, position, image) for position, image in enumerate(images)],
            )
        return message

    @guarded
    async def known_event(self, platform: PlatformName, event_id: str) -> TurnId | None:
        """The turn that an event became when it came before."""
        async with self._pool.acquire() as connection:
            turn = await connection.fetchval(_KNOWN_EVENT, platform, event_id)
        return None if turn is None else TurnId(str(turn))

    @guarded
    async def known_message(self, place: Place, platform_id: str, viewer: AuthorId) -> bool:
        """Whether this place has a message of that platform id that the viewer may see."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchval(
                _FIND_MESSAGE, place.platform, place.channel_key, platform_id, viewer
            )
        return row is not None

    @guarded
    async def button(self, platform: PlatformName, button: str) -> PostedButton | None:
        """The posted button of that id, on that platform."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_BUTTON, button, platform)
        if row is None:
            return None
        return PostedButton(
            button=Button(id=row["id"], action=row["action"], label="", args=row["args"]),
            turn=TurnId(str(row["turn_id"])),
            message=MessageId(f"b{row['message_id']}"),
            owner=AuthorId(row["owner"]),
            channel=row["channel"],
            only_for=row["only_for"],
            used=row["used_at"] is not None,
        )

    @guarded
    async def cancel(self, author: AuthorId, conversation: str | None, *, turn: TurnId | None = None) -> int:
        """Cancels the author's queued and running turns of a conversation (or the one named); how many."""
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_CANCEL, author, conversation, turn)
            await connection.execute(_CLOSE_QUESTIONS, author, conversation, turn)
            for row in rows:
                if row["state"] == "running":
                    await queue.cancel(connection, row["job_id"])
            # A queued one says so when its turn comes, at once.
            await wake(connection, [row["job_id"] for row in rows if row["state"] == "queued"])
        return len(rows)

    @guarded
    async def seen_since(self, platform: PlatformName, event_id: str) -> datetime | None:
        """When an event was taken in, if it was."""
        async with self._pool.acquire() as connection:
            return await connection.fetchval(
                "select received_at from inbox where platform = $1 and event_id = $2", platform, event_id
            )


def _with_images(request: Request, images: list[ImageId]) -> Request:
    return request if isinstance(request, TimedOut) or not images else replace(request, images=tuple(images))


_CLAIM_EVENT = """
insert into inbox (platform, event_id) values ($1, $2) on conflict do nothing returning event_id
"""
_ALSO_KNOWN = """
insert into inbox (platform, event_id, turn_id) values ($1, $2, $3) on conflict do nothing
"""
_TURN_OF_MESSAGE = """
select t.id as turn, t.state, t.request, m.id as message, m.body from messages m join turns t on t.message_id = m.id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.author = $4
order by m.id desc limit 1 for update of t
"""
_REWORD_TURN = "update turns set request = $2, request_text = $3 where id = $1"
_KNOWN_EVENT = "select turn_id from inbox where platform = $1 and event_id = $2"
_SEEN = """
insert into people (id, platform, name) values ($1, $2, $3)
on conflict (id) do update set name = excluded.name, seen_at = now()
  where people.name <> excluded.name or people.seen_at < now() - interval '1 minute'
"""
_FIND_MESSAGE = """
select id from messages
where platform = $1 and channel = $2 and platform_id = $3 and state <> 'removed' and (only_for is null or only_for = $4)
order by id desc limit 1
"""
_NEW_MESSAGE = """
insert into messages (platform, channel, conversation, place, private, platform_id, author, author_name, only_for,
                      body, reply_to_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id
"""
_NEW_TURN = """
insert into turns (platform, conversation, author, author_json, place, channel, community, private, incognito, request,
                   request_text, message_id, reply_to_id, handle)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id
"""
_WORKING_MESSAGE = """
insert into messages (platform, channel, conversation, place, private, reply_to_id, turn_id, slot, state, only_for)
values ($1, $2, $3, $4, $5, $6, $7, 0, 'working', $8)
"""
# Fair queueing: each further open turn of a person or community stands one step behind, so that who has few goes first. Never
# ahead of what waits in the same conversation: there, first come is first served.
_FAIR_PRIORITY = """
select least(
  -least($5::int, (select count(*) from turns where state in ('queued', 'running') and id <> $3
                   and (author = $1 or community = $2)))::int,
  (select min(priority) from procrastinate_jobs where lock = $4 and status = 'todo'))
"""
_BUTTON = """
select b.*, m.channel, m.only_for from buttons b join messages m on m.id = b.message_id
where b.id = $1 and m.platform = $2 and m.state <> 'removed'
"""
_CANCEL = """
update turns set cancel_requested = true
where author = $1 and state in ('queued', 'running') and not cancel_requested
  and (($3::uuid is not null and id = $3) or ($3::uuid is null and conversation = $2))
returning job_id, state
"""
_CLOSE_QUESTIONS = """
update questions set answered_at = now()
where asker = $1 and answered_at is null
  and (($3::uuid is not null and turn_id = $3) or ($3::uuid is null and conversation = $2))
"""
