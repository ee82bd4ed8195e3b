"""Questions whose time is over become turns of their own, in their asker's name and place."""

from collections.abc import Sequence

from agent.domain.conversation import Place, TimedOut, TurnId
from db.codec import load
from db.errors import guarded
from db.pool import Pool
from db.turns.claims import author_from
from db.turns.intake_statement import NewTurn
from db.turns.intake_store import IntakeStore


class TimeoutStore:
    """Finds expired questions and takes their time-outs in as events, so that each happens once."""

    def __init__(self, pool: Pool, intake: IntakeStore) -> None:
        self._pool = pool
        self._intake = intake

    @guarded
    async def expired(self, *, limit: int) -> Sequence[TurnId]:
        """Turns whose question waits no longer, the longest overdue first."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_EXPIRED, limit)
        return [TurnId(str(row["turn_id"])) for row in rows]

    @guarded
    async def time_out(self, question_of: TurnId) -> TurnId | None:
        """The turn that goes on with the named assumption; None when it was taken in before."""
        async with self._pool.acquire() as connection:
            row = await connection.fetchrow(_ASKED, question_of)
        if row is None:
            return None
        place = load(Place, row["place"])
        taken = await self._intake.take_in(
            NewTurn(
                event_id=f"timeout:{question_of}",
                place=place,
                author=author_from(row["author_json"]),
                request=TimedOut(question_of=question_of),
                reply_to=row["question_id"],
                incognito=row["incognito"],
                handle=row["handle"],
                queue="console" if place.platform == "console" else "turns",
            )
        )
        return None if taken.duplicate else taken.turn


_EXPIRED = """
select q.turn_id from questions q
where q.answered_at is null and q.expires_at < now()
  and not exists (select 1 from inbox i where i.event_id = 'timeout:' || q.turn_id::text)
order by q.expires_at limit $1
"""
_ASKED = """
select t.place, t.author_json, t.handle, t.incognito, m.platform_id as question_id
from questions q join turns t on t.id = q.turn_id join messages m on m.id = q.message_id
where q.turn_id = $1::uuid and q.answered_at is null
"""
