"""The job queue as the rest of the house sees it: procrastinate's tables, reached through its SQL functions, so that a
job is enqueued in the same transaction as what it is about."""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress

import asyncpg

from agent.errors import StoreUnavailable
from db.errors import guarded, store_errors, translated
from db.pool import Connection, Pool
from db.turns.queue_differences import deferred

WORKER_LOCK_CLASS = 20260624
"""First key of the advisory lock that a living worker holds; the second is its number."""
SURE_SECONDS = 3.0
"""A worker has to look dead for so long before its jobs are put back. After a restart of Postgres all of them do, until each has
taken its lock again and sent its next heartbeat."""

log = logging.getLogger(__name__)

_ENQUEUE = deferred(
    "$1::varchar, $2::varchar, $3::integer, $4::text, $5::text, $6::jsonb, $7::timestamptz", source=""
)


async def install(connection: Connection, schema: str) -> None:
    """Create procrastinate's tables from its own `schema` text, once."""
    if await connection.fetchval("select to_regclass('procrastinate_jobs')") is None:
        await connection.execute(schema)


async def enqueue(
    connection: Connection,
    *,
    queue: str,
    task: str,
    arguments: Mapping[str, str],
    lock: str | None = None,
    priority: int = 0,
    delay_seconds: float = 0.0,
    once: str | None = None,
) -> int | None:
    """The job's id; None when a job with the same `once` is already waiting. Within the caller's transaction."""
    at = None
    if delay_seconds:
        at = await connection.fetchval("select now() + make_interval(secs => $1)", delay_seconds)
    try:
        async with connection.transaction():
            return await connection.fetchval(_ENQUEUE, queue, task, priority, lock, once, dict(arguments), at)
    except asyncpg.UniqueViolationError as error:
        if once is not None and "queueing_lock" in str(error):
            return None
        raise


async def cancel(connection: Connection, job: int) -> None:
    """Queued: it never runs. Running: its worker is told to abort it (13 ms, measured)."""
    await connection.fetchval("select procrastinate_cancel_job_v1($1, true, false)", job)


class WorkerRegistry:
    """Who works, who has died, and which of their jobs must run again."""

    def __init__(self, pool: Pool, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._monotonic = monotonic
        self._suspected: dict[int, float] = {}
        """Jobs that the last look found without a living worker, and since when."""
        self._held: asyncpg.Connection | None = None

    @guarded
    async def join(self, worker: str) -> None:
        """Hold the lock that says this process lives. It is let go when its connection ends, however it ends."""
        connection = await self._pool.acquire()
        try:
            number = await connection.fetchval(
                "insert into workers (id) values ($1) returning number", worker
            )
            await connection.execute("select pg_advisory_lock($1, $2)", WORKER_LOCK_CLASS, number)
        except BaseException:
            await self._pool.release(connection)
            raise
        self._held = connection

    async def leave(self, worker: str) -> None:
        if self._held is not None:
            connection, self._held = self._held, None
            try:
                # Where Postgres is away the lock is free anyhow, and whoever rescues next takes the row away.
                with suppress(StoreUnavailable), store_errors():
                    await connection.execute("delete from workers where id = $1", worker)
                    await connection.execute("select pg_advisory_unlock_all()")
            finally:
                await self._pool.release(connection)

    async def alive(self) -> bool:
        """Whether the lock is still held: it is lost when Postgres restarts."""
        try:
            with store_errors():
                return self._held is not None and await self._held.fetchval("select 1") == 1
        except StoreUnavailable:
            return False

    @guarded
    async def rejoin(self, worker: str) -> None:
        """After Postgres came back."""
        self._suspected.clear()
        held, self._held = self._held, None
        if held is not None:
            await self._pool.release(held)
        async with self._pool.acquire() as connection:
            await connection.execute("delete from workers where id = $1", worker)
        await self.join(worker)

    @guarded
    async def rescue(
        self, *, stalled_seconds: float, fetching_as: int | None = None, held: Collection[int] = ()
    ) -> Sequence[int]:
        """Put jobs back whose worker is gone (its lock is free) or silent for `stalled_seconds`, and those fetched by this very
        worker (the queue's number of it) that it does not have in hand, at every look for SURE_SECONDS; their ids."""
        looked_for = (WORKER_LOCK_CLASS, stalled_seconds, fetching_as, [*held])
        async with self._pool.acquire() as connection, connection.transaction():
            seen = await connection.fetch(_ORPHANS, *looked_for)
            sure = self._sure(row["id"] for row in seen)
            rows = await connection.fetch(_TAKE_ORPHANS, *looked_for, sure) if sure else []
            rows = [row for row in rows if await _put_back(connection, row["id"])]
            if rows:
                # The turns lose their dead owner, or a second look, before the new one claims them, would put the jobs back again.
                turns = [row["turn"] for row in rows if row["turn"]]
                await connection.execute("update turns set owner = null where id = any($1::uuid[])", turns)
            await connection.execute(_FORGET_DEAD_WORKERS, WORKER_LOCK_CLASS)
        return [row["id"] for row in rows]

    def _sure(self, jobs: Iterable[int]) -> list[int]:
        """Those of the jobs that have been without a living worker for long enough."""
        now = self._monotonic()
        self._suspected = {job: self._suspected.get(job, now) for job in jobs}
        return [job for job, since in self._suspected.items() if now - since >= SURE_SECONDS]


async def _put_back(connection: Connection, job: int) -> bool:
    """Whether it waits again. Within the caller's transaction, and apart from it: a job that cannot be put back costs no other."""
    try:
        async with connection.transaction():
            await connection.fetchval("select procrastinate_retry_job_v2($1, now(), null, null, null)", job)
    except (
        asyncpg.UniqueViolationError
    ):  # a chore of which there is one at a time: the next one waits already, and does it
        await connection.execute("delete from procrastinate_jobs where id = $1 and status = 'doing'", job)
        return False
    except asyncpg.PostgresError as error:
        if translated(error) is not None:
            raise
        log.warning("job not rescued", extra={"action": "rescue_failed", "job": job, "why": str(error)})
        return False
    return True


_ORPHANS = """
select j.id, t.id as turn from procrastinate_jobs j
left join procrastinate_workers w on w.id = j.worker_id
left join turns t on t.id = (j.args->>'turn')::uuid
left join workers mine on mine.id = t.owner
where j.status = 'doing' and (
  w.id is null
  or w.last_heartbeat < now() - make_interval(secs => $2)
  or (t.owner is not null and not exists (
        select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $1::int::oid
           and l.objid = mine.number::oid and l.granted))
  or (j.worker_id = $3 and j.id <> all($4::bigint[]))
)
"""
_TAKE_ORPHANS = f"{_ORPHANS} and j.id = any($5::bigint[]) for update of j skip locked"

_FORGET_DEAD_WORKERS = """
delete from workers w where not exists (
  select 1 from pg_locks l where l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = w.number::oid)
  and w.started_at < now() - interval '10 seconds'
"""
