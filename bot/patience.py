"""The queue through a restart of Postgres. procrastinate's worker ends at the first statement that finds no connection, and forgets
a job whose end it could not record; this one waits for Postgres to be back, and knows which jobs it has in hand."""

import asyncio
import datetime
import logging
from collections.abc import Awaitable, Callable, Collection, Generator, Iterable
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from procrastinate.connector import BaseConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager, NotificationCallback

AWAY_SECONDS = 0.5
"""Between two tries while Postgres is away."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class PatientJobManager(JobManager):
    """What the worker asks of the queue, each time until it is answered."""

    worker: int | None = None
    """Under which number it fetches."""

    def __init__(self, connector: BaseConnector) -> None:
        super().__init__(connector)
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
        fetch = super().fetch_job
        job = await patiently(lambda: fetch(queues, worker_id))
        if job is not None and job.id is not None:
            self._hands[job.id] = object()
        return job

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        finish = super().finish_job
        with self._let_go(job):
            await patiently(lambda: finish(job, status, delete_job))

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
            await patiently(lambda: retry(job, retry_at, priority, queue, lock))

    @contextmanager
    def _let_go(self, job: Job) -> Generator[None]:
        hand = self._hands.get(job.id or 0)
        try:
            yield
        finally:
            if job.id is not None and self._hands.get(job.id) is hand:
                self._hands.pop(job.id, None)

    async def update_heartbeat(self, worker_id: int) -> None:
        update = super().update_heartbeat
        await patiently(lambda: update(worker_id))

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        listen = super().listen_for_jobs
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
