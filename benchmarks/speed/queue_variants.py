"""What of our way with the queue is taken back for one run of the load benchmark, a difference at a time or all together.

Every statement undoes what one of our migrations did to the library's tables, so that what is measured is the library as it comes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from bot.worker import jobs
from bot.worker.job_manager import PatientJobManager, patiently
from db.pool import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """`sql` is run after the migrations; `fetch`, `finish`: the library's own statements, a job at a time."""

    sql: Sequence[str] = ()
    fetch: bool = False
    finish: bool = False


_DIARY = tuple(
    f"alter table procrastinate_jobs enable trigger procrastinate_trigger_{name}_v1"
    for name in ("status_events_update", "status_events_insert", "scheduled_events", "abort_requested_events")
)
_ANNOUNCED = (
    "alter table procrastinate_jobs enable trigger procrastinate_jobs_notify_queue_job_inserted_v1",
    "alter table procrastinate_jobs disable trigger atelier_job_inserted",
)
_UNRELEASED = tuple(
    f"alter table procrastinate_jobs disable trigger atelier_lock_released_on_{event}"
    for event in ("update", "delete")
)
_UNINDEXED = ("drop index procrastinate_jobs_open_lock",)

VARIANTS: Mapping[str, Variant] = {
    "ours": Variant(),
    "library's fetch": Variant(fetch=True),
    "library's finish": Variant(finish=True),
    "library's diary": Variant(sql=_DIARY),
    "library's notifications": Variant(sql=_ANNOUNCED),
    "no word of a free lock": Variant(sql=_UNRELEASED),
    "no index of open locks": Variant(sql=_UNINDEXED),
    "library as it is": Variant(
        sql=(*_DIARY, *_ANNOUNCED, *_UNRELEASED, *_UNINDEXED), fetch=True, finish=True
    ),
}


async def set_up(pool: Pool, variant: Variant) -> None:
    """For this process, and for its database."""
    for statement in variant.sql:
        await pool.execute(statement)
    if variant.fetch or variant.finish:
        setattr(jobs, "PatientJobManager", _manager(variant))  # noqa: B010 # the one place where it is made


def _manager(variant: Variant) -> type[PatientJobManager]:
    class LibraryManager(PatientJobManager):
        async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
            if not variant.fetch:
                return await super().fetch_job(queues, worker_id)
            self.worker = worker_id
            await self._let_events_in()
            job = await patiently(lambda: JobManager.fetch_job(self, queues, worker_id))
            if job is not None and job.id is not None:
                self._hands[job.id] = object()
            return job

        async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
            if not variant.finish:
                await super().finish_job(job, status, delete_job)
                return
            with self._let_go(job):
                await patiently(lambda: JobManager.finish_job(self, job, status, delete_job))

    return LibraryManager
