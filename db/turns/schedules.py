"""Scheduled pictures in Postgres, and what makes each due time one turn across the fleet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from agent.domain.conversation import Author, AuthorId, Place, Said, Turn, TurnId
from agent.domain.recurrence import Recurrence, Wish, next_after
from agent.errors import OverBudget
from agent.limits import SCHEDULES_PER_PERSON_MAX
from agent.ports import Clock, Scheduled
from agent.translation.catalogue import ngettext
from db.codec import dump, load
from db.errors import guarded
from db.picture_store import is_uuid
from db.pool import Pool
from db.turns.claims import author_from
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore

AT_ONCE = 100
"""Due pictures taken in by one look."""
LATE_MAX = timedelta(hours=6)
"""What was due longer ago (the bot was off) is left out; its next time comes as if nothing had been."""


class PgScheduleStore:
    """The `ScheduleStore` in Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def add(self, turn: Turn, wish: Wish, *, next_at: datetime) -> Scheduled:
        author, place = turn.author, turn.place
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "select pg_advisory_xact_lock(hashtext('schedules'), hashtext($1))", author.id
            )
            await connection.execute(_OVER, author.id)
            there = await connection.fetchval("select count(*) from schedules where author = $1", author.id)
            if there >= SCHEDULES_PER_PERSON_MAX:
                raise OverBudget(
                    ngettext(
                        "You have {n} scheduled picture, which is the most one may have. Delete one first.",
                        "You have {n} scheduled pictures, which is the most one may have. Delete one first.",
                        there,
                    ),
                    limit="schedules",
                )
            # Whoever could manage the channel then may not be able to when it is due.
            plain = replace(author, may_manage=False)
            row = await connection.fetchrow(
                _ADD,
                author.id,
                dump(plain),
                dump(place),
                place.channel_key,
                dump(wish.when),
                wish.text,
                next_at,
            )
        return _scheduled(row)

    @guarded
    async def list(self, turn: Turn) -> Sequence[Scheduled]:
        return [_scheduled(row) for row in await self._pool.fetch(_LIST, *_mine(turn))]

    @guarded
    async def pause(self, turn: Turn, scheduled: str, *, paused: bool, next_at: datetime | None) -> bool:
        if not is_uuid(scheduled):
            return False
        return await self._pool.fetchval(_PAUSE, *_mine(turn), scheduled, paused, next_at) is not None

    @guarded
    async def delete(self, turn: Turn, scheduled: str) -> bool:
        if not is_uuid(scheduled):
            return False
        return await self._pool.fetchval(_DELETE, *_mine(turn), scheduled) is not None


class DueSchedules:
    """Takes in what is due; any process may look, each due time is one event."""

    def __init__(self, pool: Pool, intake: IntakeStore, clock: Clock) -> None:
        self._pool = pool
        self._intake = intake
        self._clock = clock

    async def take_in_due(self) -> Sequence[TurnId]:
        """The turns that are now on their way. A schedule whose last picture could not be delivered is paused instead (its channel is
        gone, or closed to the bot), and so is one of somebody whom moderators blocked there since."""
        found = [await self._take_in(row) for row in await self._due()]
        return [turn for turn in found if turn is not None]

    @guarded
    async def _due(self) -> Sequence[Any]:
        return await self._pool.fetch(_DUE, self._clock.now(), AT_ONCE)

    async def _take_in(self, row: Any) -> TurnId | None:
        now = self._clock.now()
        next_at = next_after(load(Recurrence, row["recurrence"]), now)
        if row["undeliverable"] or row["blocked"]:
            await self._move_on(row, next_at, paused=True, turn=None)
            return None
        turn = None
        if now - row["next_at"] <= LATE_MAX:
            # Taken in before the schedule moves on: if this process dies in between, the next one finds the event known.
            taken = await self._intake.take_in(_event(row))
            turn = None if taken.duplicate else taken.turn
        await self._move_on(row, next_at, paused=False, turn=turn)
        return turn

    @guarded
    async def _move_on(
        self, row: Any, next_at: datetime | None, *, paused: bool, turn: TurnId | None
    ) -> None:
        await self._pool.execute(_MOVE_ON, row["id"], row["next_at"], next_at, paused, turn)


def _event(row: Any) -> NewTurn:
    place, author = load(Place, row["place"]), author_from(row["author_json"])
    return NewTurn(
        event_id=f"schedule:{row['id']}:{row['next_at'].isoformat()}",
        place=place, author=author, request=Said(text=row["request_text"]), text=row["request_text"],
        queue="console" if place.platform == "console" else "turns",
    )  # fmt: skip


def _mine(turn: Turn) -> tuple[AuthorId, str, bool]:
    author: Author = turn.author
    return author.id, turn.place.channel_key, author.may_manage


def _scheduled(row: Any) -> Scheduled:
    return Scheduled(
        id=str(row["id"]), author=AuthorId(row["author"]), text=row["request_text"],
        when=load(Recurrence, row["recurrence"]), next_at=row["next_at"], paused=row["paused"],
    )  # fmt: skip


# What is over makes room: it may stand in a channel that its author cannot see any more.
_OVER = "delete from schedules where author = $1 and next_at is null"
_ADD = """
insert into schedules (author, author_json, place, channel, recurrence, request_text, next_at)
values ($1, $2, $3, $4, $5, $6, $7) returning *
"""
_WHOSE = "channel = $2 and (author = $1 or $3)"
_LIST = f"select * from schedules where {_WHOSE} order by id"
_PAUSE = f"update schedules set paused = $5, next_at = $6 where {_WHOSE} and id = $4::uuid returning id"
_DELETE = f"delete from schedules where {_WHOSE} and id = $4::uuid returning id"
_DUE = """
select s.*, exists (select 1 from messages m where m.turn_id = s.last_turn and m.state = 'undeliverable') as undeliverable,
       exists (
         select 1 from blocks b
         where b.person = atelier_person_key(s.author) and b.community = (s.place->>'platform') || ':' || case
           when coalesce((s.place->>'private')::boolean, false) then '@' else coalesce(s.place->>'community', '@') end
       ) as blocked
from schedules s where not s.paused and s.next_at <= $1 order by s.next_at limit $2
"""
# Only if nobody else moved it on, or its owner changed it, meanwhile.
_MOVE_ON = """
update schedules set next_at = $3, paused = paused or $4, last_turn = coalesce($5::uuid, last_turn)
where id = $1 and next_at = $2
"""
