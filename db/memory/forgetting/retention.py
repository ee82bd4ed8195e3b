"""What has had its time goes: first who is forgotten (people, communities), then places with a period, then what is kept for a while only.
Each in batches and transactions of its own, so that neither one large community nor one failure stands in the way of the rest."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from agent.errors import AtelierError, StoreUnavailable
from db.errors import guarded, store_errors
from db.memory.forgetting.batch_size import BATCH_ROWS, BATCH_ROWS_MAX, fitting
from db.memory.forgetting.erase_community import CommunityErasure
from db.memory.forgetting.erase_turns import TAKEN_SECONDS, TurnErasure
from db.memory.forgetting.kept_tables import BEFORE_ALL, KEPT, OF_TURNS, KeptTable, TableEnd
from db.memory.forgetting.place_periods import EVERYWHERE, PlacePeriod, places_of
from db.pool import Connection, Pool

RUN_SECONDS = 1_200.0
"""Longest run; the next one goes on."""

log = logging.getLogger(__name__)


@guarded
async def retain(pool: Pool, now: datetime, *, keep_days: int = 0, rows: int = BATCH_ROWS_MAX) -> int:
    """One run; how many rows went. `keep_days`: the operator's period for every place, 0: none. Raises StoreUnavailable, once all
    that could be done was done, when a part of it could not. `rows`: of one batch at most."""
    run = _Run(pool=pool, now=now, rows=rows)
    await run.erasures()
    places = await places_of(pool, now)
    if keep_days:
        places.append(PlacePeriod(kind=EVERYWHERE, key="", until=now - timedelta(days=keep_days)))
    await run.in_turns(places)
    oldest: UUID | None = await pool.fetchval(_OLDEST_TURN, BEFORE_ALL)
    if oldest is not None:
        for table in OF_TURNS:
            await run.whole(table, after=UUID(int=oldest.int - 1))
    for table in KEPT:
        await run.whole(table)
    run.told()
    return run.gone


@guarded
async def finish_erasures(pool: Pool) -> int:
    """What was still under way when people had everything forgotten, as soon as it is over: nobody waits for the hour's retention. How
    many rows went. Raises as `retain`."""
    run = _Run(pool=pool, now=datetime.now(UTC), rows=BATCH_ROWS_MAX)
    await run.erasures()
    run.told()
    return run.gone


@dataclass(slots=True, kw_only=True)
class _Run:
    pool: Pool
    now: datetime
    rows: int
    """Of one batch at most."""
    gone: int = 0
    failed: set[str] = field(default_factory=set[str])
    stuck: set[str] = field(default_factory=set[str])
    """People and communities whose erasure failed: the next run tries again."""
    started: float = field(default_factory=time.monotonic)

    async def erasures(self) -> None:
        """Goes on with everybody who had everything forgotten, one after the other, as far as they are not at work any more."""
        for row in await self.pool.fetch(_ERASURES, list(self.stuck)):
            await self._erase(TurnErasure(author=row["author"], until=row["requested_at"]))
        for row in await self.pool.fetch(_COMMUNITY_ERASURES, list(self.stuck)):
            await self._erase_community(
                CommunityErasure(community=row["community"], until=row["requested_at"], waits=row["waits"])
            )

    async def _erase_community(self, erasure: CommunityErasure) -> None:
        rows = self.first_rows
        while not erasure.is_over and self.has_time:
            began = time.monotonic()
            if (
                await self.step("erasure", lambda connection, most=rows: erasure.batch(connection, most))
                is None
            ):
                self.stuck.add(erasure.community)
                return
            rows = fitting(rows, time.monotonic() - began, most=self.rows)

    async def _erase(self, erasure: TurnErasure) -> None:
        rows = self.first_rows
        while not erasure.is_over and self.has_time:
            began = time.monotonic()
            done = await self.step("erasure", lambda connection, most=rows: erasure.batch(connection, most))
            if done is None:
                self.stuck.add(erasure.author)
                return
            if erasure.is_taken:
                await asyncio.sleep(TAKEN_SECONDS)
                continue
            rows = fitting(rows, time.monotonic() - began, most=self.rows)

    @property
    def first_rows(self) -> int:
        """Of a first batch, before it is known how long one takes."""
        return min(BATCH_ROWS, self.rows)

    @property
    def has_time(self) -> bool:
        return time.monotonic() - self.started < RUN_SECONDS

    def told(self) -> None:
        """Raises StoreUnavailable when something failed."""
        if self.failed:
            raise StoreUnavailable(f"retention could not do all: {', '.join(sorted(self.failed))}")

    async def step(self, what: str, work: Callable[[Connection], Awaitable[int]]) -> int | None:
        """One transaction; None when it failed, which costs that one alone."""
        try:
            with store_errors():
                async with self.pool.acquire() as connection, connection.transaction():
                    await connection.execute(_NOT_TO_DISK)
                    done = await work(connection)
        except AtelierError as error:
            self._failed(what, str(error))
        except Exception as error:  # whatever it is, what others asked to be forgotten must not wait for it
            log.exception("retention failed", extra={"action": "retention_failed", "what": what})
            self._failed(what, type(error).__name__)
        else:
            self.gone += done
            return done
        return None

    def _failed(self, what: str, why: str) -> None:
        self.failed.add(what)
        log.warning("retention waits", extra={"action": "retention_failed", "what": what, "why": why})

    async def in_turns(self, places: Iterable[PlacePeriod]) -> None:
        """A batch of each place after the other, so that a small one does not wait for a large one."""
        waiting, rows = deque(places), self.first_rows
        while waiting and self.has_time:
            await self.erasures()  # of who asked meanwhile: nobody waits behind a large place
            place = waiting.popleft()
            looked = await self.step(
                place.name, lambda connection, it=place, most=rows: it.look(connection, most)
            )
            if looked is None:
                continue
            began = time.monotonic()
            await self.step(place.name, place.remove)
            rows = fitting(rows, time.monotonic() - began, most=self.rows)
            if not place.is_done:
                waiting.append(place)

    async def whole(self, table: KeptTable, *, after: UUID = BEFORE_ALL) -> None:
        """Batches of one table until it has no more."""
        end = TableEnd(table=table, until=self.now - table.kept, after=after)
        rows = self.first_rows
        while self.has_time and not end.is_done:
            await self.erasures()  # nobody waits behind a large table either
            began = time.monotonic()
            if await self.step(table.name, lambda connection, most=rows: end.batch(connection, most)) is None:
                return
            rows = fitting(rows, time.monotonic() - began, most=self.rows)


_COMMUNITY_ERASURES = """
select e.community, e.requested_at, e.waits from community_erasures e
where e.community <> all($1::text[]) and (not e.waits or not exists (
  select from turns t where t.community = e.community and t.state in ('queued', 'running') and t.created_at <= e.requested_at))
order by e.requested_at
"""
_OLDEST_TURN = "select id from turns where id > $1::uuid order by id limit 1"
# No batch waits for the disk: what a crash takes back is done once more.
_NOT_TO_DISK = "set local synchronous_commit = off"
# Where the rest is under way there is nothing to do yet.
_ERASURES = """
select e.author, e.requested_at from erasures e, lateral (
  select e.progress->>'stage' = 'late turns' and (e.progress->>'until')::timestamptz = e.requested_at as is_late,
         (e.progress->>'late_from')::timestamptz as late_from
) p
where e.author <> all($1::text[]) and (p.is_late is not true
  or not exists (select 1 from turns t where t.author = e.author and t.created_at between p.late_from and e.requested_at)
  or exists (select 1 from turns t where t.author = e.author and t.created_at between p.late_from and e.requested_at
             and t.state not in ('queued', 'running')))
order by e.requested_at
"""
