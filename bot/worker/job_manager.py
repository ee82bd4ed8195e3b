"""The queue through a restart of Postgres, and many jobs at a time. procrastinate's worker ends at the first statement that finds no
connection, forgets a job whose end it could not record, and fetches and ends each job by statements of its own; this one waits for
Postgres to be back, knows which jobs it has in hand, and fetches and ends several together."""

import asyncio
import datetime
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

import psycopg
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import AppNotOpen, ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback

from db.batching import Batcher
from db.turns.queue_differences import FETCH, FINISH

AWAY_SECONDS = 0.5
"""Between two tries while Postgres is away."""
LOOK_SECONDS = 0.01
LOOKS_MAX = 100
"""How often a fetch looks whether events still wait before it goes on all the same: a second."""
FETCHED_MAX = 64
"""Most jobs fetched by one statement."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class PatientJobManager(JobManager):
    """What the worker asks of the queue, each time until it is answered."""

    worker: int | None = None
    """Under which number it fetches."""

    def __init__(
        self,
        connector: BaseConnector,
        *,
        concurrency: int = 1,
        events_wait: Callable[[], bool] = lambda: False,
    ) -> None:
        """`events_wait`: whether events wait to be stored by this very process; they go before turns that have not begun."""
        super().__init__(connector)
        self._events_wait = events_wait
        self._concurrency = concurrency
        self._ahead: deque[Job] = deque()
        """Fetched together with another, and about to be asked for: the worker has room for them."""
        self._draining = False
        self._ends = Batcher(self._finished_together)
        self._hands: dict[int, object] = {}
        """By job: something new for each time that it was fetched, for a job that is put back may be fetched again before the
        answer to its putting back is here."""

    @property
    def held(self) -> Collection[int]:
        """Jobs that were fetched and whose end is not recorded. One of this worker's that is not among them was fetched by a
        statement whose answer never arrived, and nobody works on it."""
        return self._hands.keys()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        self.worker = worker_id
        if not self._ahead:
            await self._let_events_in()
            fetched = await patiently(lambda: self._fetched(queues, worker_id))
            self._hands.update({job.id: object() for job in fetched if job.id is not None})
            self._ahead.extend(fetched)
            if self._draining:
                await self._hand_back(keep=1)
        return self._ahead.popleft() if self._ahead else None

    async def _let_events_in(self) -> None:
        """Who writes hears at once that they were heard: work that has not begun can wait a moment longer."""
        for _ in range(LOOKS_MAX):
            if not self._events_wait():
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _fetched(self, queues: Iterable[str] | None, worker_id: int) -> list[Job]:
        """As many jobs as there is room for; never more than FETCHED_MAX."""
        room = 1 if self._draining else min(FETCHED_MAX, self._concurrency - len(self._hands))
        rows = await self.connector.execute_query_all_async(
            query=FETCH,
            queues=[*queues] if queues is not None else None,
            worker_id=worker_id,
            most=max(1, room),
        )
        return [Job.from_row(row) for row in rows]

    async def drain(self) -> None:
        """The worker begins nothing any more: what was fetched ahead goes to others at once."""
        self._draining = True
        await self._hand_back(keep=0)

    def begin(self) -> None:
        """A worker begins (anew). What an earlier one had fetched ahead is put back by the rescuer."""
        self._draining = False
        while self._ahead:
            self._hands.pop(self._ahead.popleft().id or 0, None)

    async def _hand_back(self, *, keep: int) -> None:
        while len(self._ahead) > keep:
            await self.retry_job(self._ahead.pop())

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        finish = super().finish_job
        with self._let_go(job):
            if delete_job and job.id is not None:
                await self._ends.ask(job.id)
            else:
                await patiently(lambda: finish(job, status, delete_job))

    async def _finished_together(self, jobs: Sequence[int]) -> Sequence[None]:
        await patiently(lambda: self.connector.execute_query_async(query=FINISH, jobs=[*jobs]))
        return [None] * len(jobs)

    async def retry_job(
        self,
        job: Job,
        retry_at: datetime.datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        retry = super().retry_job
        with self._let_go(job):
            try:
                await patiently(lambda: retry(job, retry_at, priority, queue, lock))
            except ConnectorException as error:
                # The queue's own complaint: while Postgres was away somebody took this worker for dead, and put the job back.
                if not isinstance(error.__cause__, psycopg.errors.RaiseException):
                    raise
                log.info("put back already", extra={"action": "put_back_already", "job": job.id})

    @contextmanager
    def _let_go(self, job: Job) -> Generator[None]:
        hand = self._hands.get(job.id or 0)
        try:
            yield
        except AppNotOpen:
            # It outlived the drain and the connections; with this process dead, another one's rescuer puts the job back.
            log.info("left to the rescuer", extra={"action": "left_behind", "job": job.id})
        finally:
            if job.id is not None and self._hands.get(job.id) is hand:
                self._hands.pop(job.id, None)

    async def update_heartbeat(self, worker_id: int) -> None:
        update = super().update_heartbeat
        await patiently(lambda: update(worker_id))

    async def list_jobs_to_abort_async(self, queue: str | None = None) -> Iterable[int]:
        """Also when it looks while Postgres is away: the worker tells each failed look with a traceback."""
        jobs = super().list_jobs_to_abort_async
        return await patiently(lambda: jobs(queue))

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        listen = super().listen_for_jobs
        with suppress(AppNotOpen):  # the connections went before it
            await patiently(lambda: listen(on_notification=on_notification, queues=queues))


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """The answer, however long Postgres is away. Raises ConnectorException for what another try does not mend."""
    while True:
        try:
            return await ask()
        except ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.OperationalError | psycopg.InterfaceError):
                raise
            log.warning("the queue waits for Postgres", extra={"action": "queue_waits"})
        await asyncio.sleep(AWAY_SECONDS)
