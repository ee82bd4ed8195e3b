"""Learning in passing, as a turn sees it: whether to ask for consent, noticing the turn, and what is still to be told."""

from collections.abc import Sequence
from datetime import timedelta

from agent.domain.conversation import Turn
from agent.domain.memory import Memory
from agent.ports import Clock
from db.batching import Batcher
from db.errors import guarded
from db.memory.memory_rows import COLUMNS, FROM, to_memory
from db.pool import Pool

CONSENT_ASKED_EVERY = timedelta(days=7)
"""Least time between two questions to one person who answered none."""


class PgPassiveLearning:
    """The `PassiveLearning` in Postgres."""

    def __init__(self, pool: Pool, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        self._looks = Batcher(self._looked_together)

    async def _looked_together(self, authors: Sequence[str]) -> Sequence[bool]:
        """Whether anything was ever learnt in passing of each of them: of most people nothing, and there is nothing to tell."""
        found = await self._pool.fetch(_LEARNT_OF, list(set(authors)))
        known = {row["author"] for row in found}
        return [author in known for author in authors]

    @guarded
    async def may_ask(self, turn: Turn) -> bool:
        now = self._clock.now()
        async with self._pool.acquire() as connection:
            asked = await connection.fetchval(_ASK, turn.author.id, turn.id, now, now - CONSENT_ASKED_EVERY)
        return asked is not None

    @guarded
    async def notice(self, turn: Turn) -> None:
        async with self._pool.acquire() as connection:
            await connection.execute(_NOTICE, turn.author.id, turn.id, self._clock.now(), turn.place.private)

    @guarded
    async def untold(self, turn: Turn, *, limit: int) -> Sequence[Memory]:
        if not await self._looks.ask(turn.author.id):
            return []
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(_UNTOLD, turn.author.id, turn.id, turn.place.private, limit)
        return [to_memory(row) for row in rows]


# Drawn by the clock: nobody is there, and what was said once is said no oftener.
_BY_A_PERSON = (
    "not exists (select 1 from inbox i where i.turn_id = $2::uuid and i.event_id like 'schedule:%')"
)
_ASK = f"""
insert into consent_asked as c (author, asked_at, turn_id) select $1, $3::timestamptz, $2::uuid where {_BY_A_PERSON}
on conflict (author) do update set asked_at = excluded.asked_at, turn_id = excluded.turn_id
  where c.asked_at <= $4 or c.turn_id = excluded.turn_id
returning author
"""
_NOTICE = f"""
insert into noticed_turns (turn_id, author, private, noticed_at)
select t.id, $1, $4, $3 from turns t where t.id = $2::uuid and not t.incognito and {_BY_A_PERSON}
on conflict (turn_id) do nothing
"""
# A turn that ended without its reply has told nothing.
_TO_BE_TOLD = """
(n.told_in is null or n.told_in = $2::uuid
 or exists (select 1 from turns t where t.id = n.told_in and t.state in ('failed', 'cancelled', 'declined')))
"""
_LEARNT_OF = "select distinct author from learnt_notices where author = any($1::text[])"
_UNTOLD = f"""
with due as (
  select n.memory_id, n.learnt_at from learnt_notices n join memories m on m.id = n.memory_id
  where n.author = $1 and m.valid_to is null and (not m.said_in_private or $3) and {_TO_BE_TOLD} and {_BY_A_PERSON}
  order by n.learnt_at, n.memory_id limit $4
), told as (
  update learnt_notices n set told_in = $2::uuid from due where n.memory_id = due.memory_id and {_TO_BE_TOLD}
  returning n.memory_id, n.learnt_at
)
select {COLUMNS} from told join {FROM} on m.id = told.memory_id order by told.learnt_at, told.memory_id
"""
