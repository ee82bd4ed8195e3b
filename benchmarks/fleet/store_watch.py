"""Sees in the store what a death does to the turns that the dead had in hand, and when the store is drained."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from db.turns.queue import WORKER_LOCK_CLASS

LOOK_SECONDS = 0.1
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)


@dataclass(slots=True)
class Watch:
    """Looks at the store on a connection of its own, through its restarts."""

    dsn: str
    resumed: list[float] = field(default_factory=list[float])
    """For each turn that a dead worker had in hand: seconds until another one had it, or it was over."""
    never: int = 0
    """Such turns that nobody took up."""
    _connection: asyncpg.Connection | None = None
    _orphans: dict[str, tuple[int, float]] = field(default_factory=dict[str, tuple[int, float]])
    """Turn -> its fence at the death, and when that was."""

    async def death(self) -> int:
        """A worker has just died: notes the turns that it had in hand; how many."""
        now, found = time.monotonic(), await self._rows(_IN_DEAD_HANDS, WORKER_LOCK_CLASS)
        new = [row for row in found if row["id"] not in self._orphans]
        self._orphans |= {row["id"]: (row["fence"], now) for row in new}
        return len(new)

    async def run(self) -> None:
        """Until cancelled: sees orphans taken up."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._orphans:
                continue
            rows = await self._rows(
                "select id::text, fence, state from turns where id = any($1::uuid[])", [*self._orphans]
            )
            for row in rows:
                fence, at = self._orphans[row["id"]]
                if row["fence"] > fence or row["state"] not in ("running", "queued"):
                    self.resumed.append(time.monotonic() - at)
                    del self._orphans[row["id"]]

    def settle(self) -> None:
        """After the last phase: who was not taken up by now never will be."""
        self.never += len(self._orphans)

    async def in_hand(self) -> list[tuple[str, int]]:
        """Turns that run, with their fences."""
        return [
            (row["id"], row["fence"])
            for row in await self._rows("select id::text, fence from turns where state = 'running'")
        ]

    async def open_count(self) -> int:
        """Turns that are not over, and replies that are not delivered."""
        return (await self._rows(_OPEN))[0]["open"]

    async def enqueue(self, chore: str) -> None:
        """A chore of the timers, now."""
        await self._rows(_CHORE, chore)

    async def recorded_renders(self) -> dict[str, list[float]]:
        """By request: when each of its pictures was recorded (seconds since the epoch)."""
        found: dict[str, list[float]] = {}
        for row in await self._rows(_RECORDED):
            found.setdefault(row["request_text"], []).append(row["at"])
        return found

    async def stuck(self) -> list[str]:
        """What is still open, for who has to find out why."""
        return [str(dict(row)) for row in await self._rows(_STUCK)]

    async def _rows(self, statement: str, *arguments: Any) -> list[Any]:
        while True:
            try:
                if self._connection is None or self._connection.is_closed():
                    self._connection = await asyncpg.connect(self.dsn, timeout=5)
                return await self._connection.fetch(statement, *arguments, timeout=10)
            except AWAY:
                self._connection = None
                await asyncio.sleep(LOOK_SECONDS)

    async def close(self) -> None:
        if self._connection is not None:
            with suppress(*AWAY):
                await self._connection.close(timeout=2)


_IN_DEAD_HANDS = """
select t.id::text, t.fence from turns t left join workers w on w.id = t.owner
where t.state = 'running' and not exists (
  select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = w.number::oid and l.granted)
"""
_OPEN = """
select (select count(*) from turns where state in ('queued', 'running'))
     + (select count(*) from messages where state = 'ready') as open
"""
_CHORE = """
select (procrastinate_defer_jobs_v1(ARRAY[ROW('upkeep', 'upkeep', 0, null, null, jsonb_build_object('what', $1::text),
        null)::procrastinate_job_to_defer_v1]))[1]
"""
_RECORDED = """
select t.request_text, extract(epoch from s.created_at)::float as at
from steps s join turns t on t.id = s.turn_id where s.name like 'render-%' order by s.created_at
"""
_STUCK = """
select t.id::text, t.state, t.fence, t.owner, t.tries, t.waits, t.waits_for_seat, m.state as reply, m.platform_id,
       j.id as job, j.status, j.attempts, j.scheduled_at::text, j.worker_id, w.last_heartbeat::text
from turns t join messages m on m.turn_id = t.id and m.slot = 0
left join procrastinate_jobs j on j.id = t.job_id left join procrastinate_workers w on w.id = j.worker_id
where t.state in ('queued', 'running') or m.state = 'ready'
"""
