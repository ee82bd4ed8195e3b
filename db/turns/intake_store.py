"""Taking an event in: deduplicated, stored and enqueued in one transaction, before the platform is told that we have it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agent.domain.conversation import (
    AuthorId,
    Button,
    MessageId,
    Place,
    PlatformName,
    Said,
    TurnId,
)
from agent.domain.generation import ImageData
from db.batching import Batcher
from db.codec import dump_request, load_request
from db.errors import guarded
from db.picture_store import digest_of, save_image
from db.pool import Pool
from db.turns import queue
from db.turns.concurrency_limits import wake
from db.turns.intake_statement import NewTurn, Written, may_go_together, write, write_together

CROWDS = 2
"""Transactions that store events at the same time."""
EVENTS_TOGETHER_MAX = 256
"""Events stored by one transaction when a crowd writes at once: a thousand people hear within a second that they were heard."""


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
    incognito: bool
    """Of the turn that posted it: what is pressed there is incognito as well."""


class IntakeStore:
    """The inbox."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._crowds = [Batcher(self._written_together, most=EVENTS_TOGETHER_MAX) for _ in range(CROWDS)]

    @property
    def is_busy(self) -> bool:
        """Whether events wait to be stored, by a crowd that writes at once."""
        return any(crowd.is_busy for crowd in self._crowds)

    def _crowd_of(self, new: NewTurn) -> "Batcher[NewTurn, Written | None]":
        """Always the same for a conversation: what is said in it is stored in its order."""
        conversation = new.place.conversation(new.author.id)
        return self._crowds[hash(conversation) % CROWDS]

    @guarded
    async def take_in(self, new: NewTurn) -> TakenIn:
        """Stores `new` once: committed when this returns. Raises StoreUnavailable; nothing is stored then, unless the answer to the
        commit alone was lost."""
        written = (
            await self._crowd_of(new).ask(new) if may_go_together(new) else await self._written_alone(new)
        )
        if written is None:
            turn = await self._pool.fetchval(_KNOWN_EVENT, new.place.platform, new.event_id)
            return TakenIn(turn=TurnId(str(turn)), duplicate=True)
        message = None if written.message is None else MessageId(f"u{written.message}")
        return TakenIn(turn=TurnId(written.turn), duplicate=False, message=message)

    async def _written_together(self, many: Sequence[NewTurn]) -> Sequence[Written | None]:
        async with self._pool.acquire() as connection:
            return await write_together(connection, many)

    async def _written_alone(self, new: NewTurn) -> Written | None:
        async with self._pool.acquire() as connection, connection.transaction():
            images = [await save_image(connection, image, owner=new.author.id) for image in new.images]
            return await write(connection, new, images)

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
    async def without_those_of(
        self, place: Place, platform_id: str, images: Sequence[ImageData]
    ) -> Sequence[ImageData]:
        """The images that the message of that platform id does not bring itself."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_DIGESTS, place.platform, place.channel_key, platform_id)
        known = {row["sha256"] for row in rows}
        return [image for image in images if digest_of(image) not in known]

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
            incognito=row["incognito"],
        )

    @guarded
    async def cancel(self, author: AuthorId, conversation: str | None, *, turn: TurnId | None = None) -> int:
        """Cancels the author's queued and running turns of a conversation (or the one named), and what waits there for their answer;
        how many."""
        async with self._pool.acquire() as connection, connection.transaction():
            rows = await connection.fetch(_CANCEL, author, conversation, turn)
            questions = await connection.fetchval(_CLOSE_QUESTIONS, author, conversation, turn)
            for row in rows:
                if row["state"] == "running":
                    await queue.cancel(connection, row["job_id"])
            # A queued one says so when its turn comes, at once.
            await wake(connection, [row["job_id"] for row in rows if row["state"] == "queued"])
        return len(rows) + questions


_CLAIM_EVENT = """
insert into inbox (platform, event_id) values ($1, $2) on conflict do nothing returning event_id
"""
_TURN_OF_MESSAGE = """
select t.id as turn, t.state, t.request, m.id as message, m.body from messages m join turns t on t.message_id = m.id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.author = $4
order by m.id desc limit 1 for update of t
"""
_REWORD_TURN = "update turns set request = $2, request_text = $3 where id = $1"
_KNOWN_EVENT = "select turn_id from inbox where platform = $1 and event_id = $2"
_FIND_MESSAGE = """
select id from messages
where platform = $1 and channel = $2 and platform_id = $3 and state <> 'removed' and (only_for is null or only_for = $4)
order by id desc limit 1
"""
_DIGESTS = """
select i.sha256 from messages m join message_images mi on mi.message_id = m.id join images i on i.id = mi.image_id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.state <> 'removed'
"""
_BUTTON = """
select b.*, m.channel, m.only_for, t.incognito
from buttons b join messages m on m.id = b.message_id join turns t on t.id = b.turn_id
where b.id = $1 and m.platform = $2 and m.state <> 'removed'
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
