"""Taking an event in: deduplicated, stored and enqueued in one transaction, before the platform is told that we have it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from weakref import WeakValueDictionary

from agent.domain.conversation import (
    AuthorId,
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
from db.objects.pixels import Pixels
from db.picture_store import PlacedImage, digest_of, give_up_all, place_images, save_images
from db.pool import Pool
from db.posted_buttons import PostedButton, delete_button, posted_button
from db.turns.asides import write_aside
from db.turns.cancellations import cancel, withdraw
from db.turns.intake_statement import NewTurn, Written, may_go_together, write, write_together
from db.turns.joined_requests import (
    OpenRequest,
    cut_to_fit,
    join,
    may_join,
    open_request,
    restate,
    with_open_requests,
)

CROWDS = 2
"""Transactions that store events at the same time."""
DOUBLE_TAP_SECONDS = 0.7
"""Nobody asks for a second picture so soon: the finger, or the client, slipped."""
EVENTS_TOGETHER_MAX = 256
"""Events stored by one transaction when a crowd writes at once: a thousand people hear within a second that they were heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    turn: TurnId
    duplicate: bool
    message: MessageId | None = None
    """Our id of the author's message."""


class IntakeStore:
    """The inbox."""

    def __init__(self, pool: Pool, *, join_seconds: float = 0.0, pixels: Pixels | None = None) -> None:
        """`join_seconds`: what a person adds to a request within this time joins it; 0: each message is a request. `pixels`: where the
        bytes of pictures go, None: into Postgres."""
        self._pool = pool
        self._pixels = pixels or Pixels()
        self._join_seconds = join_seconds
        self._crowds = [Batcher(self._written_together, most=EVENTS_TOGETHER_MAX) for _ in range(CROWDS)]
        self._looks = Batcher(self._looked_together, most=EVENTS_TOGETHER_MAX)
        self._in_order: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        """By conversation: of two messages written at once the second has to find the first."""

    def is_busy(self) -> bool:
        """Whether events wait to be stored, by a crowd that writes at once."""
        return any(crowd.is_busy for crowd in self._crowds)

    def _crowd_of(self, new: NewTurn) -> "Batcher[NewTurn, Written | None]":
        """Always the same for a conversation: what is said in it is stored in its order."""
        conversation = new.place.conversation(new.author.id)
        return self._crowds[hash(conversation) % CROWDS]

    @guarded
    async def take_in(self, new: NewTurn) -> TakenIn:
        """Stores `new` once, as a turn or as a part of one that has not begun to draw: committed when this returns. Raises
        StoreUnavailable; nothing is stored then, unless the answer to the commit alone was lost."""
        placed = await self._placed(new)
        if not self._join_seconds or not may_join(new):
            return await self._written_down(new, placed)
        conversation = new.place.conversation(new.author.id)
        async with self._in_order.setdefault(conversation, asyncio.Lock()):
            if await self._looks.ask(new) and (joined := await self._joined(new, placed)) is not None:
                return joined
            return await self._written_down(new, placed)

    @guarded
    async def press(self, new: NewTurn) -> TakenIn:
        """As `take_in`. The same button pressed by the same person within DOUBLE_TAP_SECONDS is one wish."""
        async with self._in_order.setdefault(new.place.conversation(new.author.id), asyncio.Lock()):
            before = await self._pool.fetchval(
                _JUST_PRESSED, new.author.id, dump_request(new.request), DOUBLE_TAP_SECONDS
            )
            if before is not None and not new.images:
                return TakenIn(turn=TurnId(str(before)), duplicate=True)
            return await self._written_down(new, await self._placed(new))

    @guarded
    async def join(self, new: NewTurn) -> TakenIn | None:
        """Stores `new` as a part of what its author asked for just now; None where there is nothing that it could belong to."""
        if not self._join_seconds:
            return None
        placed = await self._placed(new)
        async with self._in_order.setdefault(new.place.conversation(new.author.id), asyncio.Lock()):
            joined = await self._joined(new, placed)
        if joined is None:
            await give_up_all(self._pool, placed)
        return joined

    @guarded
    async def write_aside(self, new: NewTurn) -> MessageId | None:
        """Stores what is said to the people there; our id of the message, None when the event is known."""
        placed = await self._placed(new)
        async with self._pool.acquire() as connection, connection.transaction():
            return await write_aside(
                connection, new, await save_images(connection, placed, owner=new.author.id)
            )

    async def _looked_together(self, many: Sequence[NewTurn]) -> Sequence[bool]:
        async with self._pool.acquire() as connection:
            return await with_open_requests(connection, many, within=self._join_seconds)

    async def _joined(self, new: NewTurn, placed: Sequence[PlacedImage]) -> TakenIn | None:
        """None where it is a request of its own."""
        async with self._pool.acquire() as connection, connection.transaction():
            to = await open_request(connection, new, within=self._join_seconds)
            if to is None:
                return None
            new = cut_to_fit(new, to)
            fitting, rest = placed[: len(new.images)], placed[len(new.images) :]
            await give_up_all(connection, rest)
            images = await save_images(connection, fitting, owner=new.author.id)
            written = await join(connection, new, images, to=to)
        return await self._taken_in(new, written)

    async def _written_down(self, new: NewTurn, placed: Sequence[PlacedImage]) -> TakenIn:
        """As a turn of its own."""
        if may_go_together(new):
            return await self._taken_in(new, await self._crowd_of(new).ask(new))
        async with self._pool.acquire() as connection, connection.transaction():
            images = await save_images(connection, placed, owner=new.author.id)
            written = await write(connection, new, images)
        return await self._taken_in(new, written)

    async def _taken_in(self, new: NewTurn, written: Written | None) -> TakenIn:
        if written is None:
            turn = await self._pool.fetchval(_KNOWN_EVENT, new.place.platform, new.event_id)
            return TakenIn(turn=TurnId(str(turn)), duplicate=True)
        message = None if written.message is None else MessageId(f"u{written.message}")
        return TakenIn(turn=TurnId(written.turn), duplicate=False, message=message)

    async def _written_together(self, many: Sequence[NewTurn]) -> Sequence[Written | None]:
        async with self._pool.acquire() as connection:
            return await write_together(connection, many)

    async def _placed(self, new: NewTurn) -> Sequence[PlacedImage]:
        return await place_images(self._pixels, new.images, owner=new.author.id)

    @guarded
    async def reword(self, new: NewTurn) -> Literal["reworded", "started", "same", "unknown"]:
        """Replaces the words of the author's message `new.message` while its turn has not begun to draw. "same": nothing to do (also
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
            if row["state"] not in ("queued", "running") or row["drawing_at"] is not None:
                return "started"
            await connection.execute("update messages set body = $2 where id = $1", row["message"], new.text)
            before = load_request(row["request"])
            assert isinstance(before, Said), "a message's turn says something"
            assert isinstance(new.request, Said), "a new wording says something"
            words = await connection.fetchval(_WORDS, row["turn"])
            request = replace(new.request, text=words, images=before.images, notes=before.notes)
            opened = OpenRequest(turn=str(row["turn"]), state=row["state"], said=before)
            await restate(connection, opened, request)
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
            return await posted_button(connection, platform, button)

    @guarded
    async def button_of_picture(self, place: Place, platform_id: str) -> PostedButton | None:
        """Delete of the message there, which every message with pictures of ours has and no other."""
        async with self._pool.acquire() as connection:
            return await delete_button(connection, place, platform_id)

    @guarded
    async def cancel(self, author: AuthorId, conversation: str | None, *, turn: TurnId | None = None) -> int:
        """Cancels the author's queued and running turns of a conversation (or the one named), and what waits there for their answer;
        how many."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await cancel(connection, author, conversation, turn)

    @guarded
    async def withdraw(
        self, place: Place, message: str, *, by: AuthorId | None = None, deleted: bool = False
    ) -> bool:
        """A person took back what that message asked for (`by` None: it is gone from the platform, whoever took it away). Whether anything
        was cancelled. What is `deleted` is not read any more."""
        async with self._pool.acquire() as connection, connection.transaction():
            return await withdraw(connection, place, message, by=by, deleted=deleted)


_JUST_PRESSED = """
select id from turns
where author = $1 and created_at > now() - make_interval(secs => $3) and message_id is null and request = $2::jsonb
order by created_at desc limit 1
"""
_CLAIM_EVENT = """
insert into inbox (platform, event_id) values ($1, $2) on conflict do nothing returning event_id
"""
_TURN_OF_MESSAGE = """
select t.id as turn, t.state, t.drawing_at, t.request, m.id as message, m.body from messages m join turns t on t.id = m.turn_id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.author = $4
order by m.id + 0 desc limit 1 for update of t
"""
_WORDS = "select string_agg(body, E'\n' order by id) from messages where turn_id = $1 and author is not null and body <> ''"
_KNOWN_EVENT = "select turn_id from inbox where platform = $1 and event_id = $2"
_FIND_MESSAGE = """
select id from messages
where platform = $1 and channel = $2 and platform_id = $3 and state <> 'removed' and (only_for is null or only_for = $4)
order by id + 0 desc limit 1
"""
_DIGESTS = """
select i.sha256 from messages m join message_images mi on mi.message_id = m.id join images i on i.id = mi.image_id
where m.platform = $1 and m.channel = $2 and m.platform_id = $3 and m.state <> 'removed'
"""
