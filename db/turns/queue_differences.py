"""Where our use of the queue's tables differs from procrastinate's own, all of it (docs/decisions/0013-own-the-queues-difference.md).

The library's tables, locks, heartbeats, retries, aborts and its worker are used as they come. What is ours was measured to be worth it
(`python -m benchmarks.queue`), and rests on what the library does: `RELIED_ON` tells what that was when it was measured, and
tests/db/turns/test_queue_differences.py fails when the installed library has come to differ.
"""

import hashlib
import re
from collections.abc import Mapping

MEASURED_WITH = "3.10.0"
"""Version of procrastinate."""

FETCH = """
select id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id
from atelier_fetch_jobs(
  array(select q from unnest(%(queues)s::varchar[]) q where q = 'upkeep' or not exists (select from pause)), %(worker_id)s, %(most)s)
"""
"""Several jobs in one walk (migrations 0011 and 0015), chosen as the library's `fetch_job` chooses them one by one; during a pause (0037)
only chores. For psycopg."""
FINISH = "select atelier_finish_jobs(%(jobs)s::bigint[])"
"""Several jobs that are done, deleted by one statement (0011, 0014). For psycopg."""
TELL = "atelier_tell_workers"
"""Wakes the workers of a queue: one notification for all jobs of a transaction, and for what may run that could not before (0014)."""

SILENCED = (
    "procrastinate_jobs_notify_queue_job_inserted_v1",
    "procrastinate_trigger_abort_requested_events_v1",
    "procrastinate_trigger_scheduled_events_v1",
    "procrastinate_trigger_status_events_insert_v1",
    "procrastinate_trigger_status_events_update_v1",
)
"""Triggers of the library that are switched off: two notifications a job, for which ours stands in, and a diary that nobody reads."""
ADDED = (
    "atelier_job_inserted",
    "atelier_lock_released_on_delete",
    "atelier_lock_released_on_update",
)
"""Triggers of ours on its table: jobs are announced once a transaction, and so is a lock that has come free."""

RELIED_ON: Mapping[str, str] = {
    "procrastinate_job_status": "c0886c40cb3ffe3e",
    "procrastinate_job_to_defer_v1": "88dee82c10ef4a42",
    "procrastinate_workers": "3822c1fef974056b",
    "procrastinate_jobs": "a8063b7ec0bf8fe0",
    "procrastinate_jobs_queueing_lock_idx_v1": "53b237aab455aa26",
    "procrastinate_jobs_lock_idx_v1": "89fc7cbd49f83f1d",
    "idx_procrastinate_jobs_worker_not_null": "e600528771772303",
    "procrastinate_jobs_queue_name_idx_v1": "1ba0eca88d473e81",
    "procrastinate_jobs_id_lock_idx_v1": "bc1cd0399c5bcd69",
    "procrastinate_jobs_priority_idx_v1": "ec2c505ef29f6c33",
    "procrastinate_defer_jobs_v1": "a146d24bb828f79f",
    "procrastinate_fetch_job_v2": "96250ad671b0f72e",
    "procrastinate_finish_job_v1": "3255c5eff58d3d69",
    "procrastinate_cancel_job_v1": "264a14b10563cbc7",
    "procrastinate_retry_job_v2": "7ceb2e5f546e67c1",
    "procrastinate_notify_queue_job_inserted_v1": "c24a55b9176c99f3",
    "procrastinate_notify_queue_abort_job_v1": "42de1474b23e430f",
    "procrastinate_register_worker_v1": "847d63526b4d6ef1",
    "procrastinate_unregister_worker_v1": "15d9267bb6c35051",
    "procrastinate_update_heartbeat_v1": "b8db8e9538cb7a80",
    "procrastinate_prune_stalled_workers_v1": "332a3c2d00fa8e15",
    "procrastinate_jobs_notify_queue_job_inserted_v1": "2c4afa1c562187bd",
    "procrastinate_jobs_notify_queue_job_aborted_v1": "a45471dd36f1e1fd",
    "procrastinate_trigger_status_events_update_v1": "57a7c54a1bc49dde",
    "procrastinate_trigger_status_events_insert_v1": "24725eed471f1b41",
    "procrastinate_trigger_scheduled_events_v1": "5ad3adc2c9615f35",
    "procrastinate_trigger_abort_requested_events_v1": "47a1370ecb5d4b42",
}
"""What our statements name, call, stand in for or switch off in its schema: the digest of each as it was."""
REPLACED_METHODS: Mapping[str, str] = {
    "fetch_job": "bb65608952b5ac41",
    "finish_job": "13461f7aae5b2e5e",
    "retry_job": "e6543b9502ee1a53",
    "update_heartbeat": "031281bde28ca644",
    "list_jobs_to_abort_async": "b8ab175e9dd21cf3",
    "listen_for_jobs": "8c9ddc96dfcbfd79",
}
"""Methods of its JobManager that bot/worker/job_manager.py overrides: the digest of the source of each."""


def deferred(values: str, source: str) -> str:
    """A `select` of the id of a new job for each row of `source`, by the library's own function. `values`: SQL expressions of queue, task,
    priority, lock, once (a queueing lock), arguments and time."""
    return f"select (procrastinate_defer_jobs_v1(array[row({values})::procrastinate_job_to_defer_v1]))[1] as id {source}"


def digests(schema: str) -> Mapping[str, str]:
    """Name of each type, table, index, function and trigger of the library's schema text, and the digest of what it says."""
    found = re.split(r"\n(?=CREATE )", re.sub(r"--[^\n]*", "", schema))
    named = ((_NAME.match(part), part) for part in found)
    return {name[1]: digest(part) for name, part in named if name}


_NAME = re.compile(r"CREATE (?:UNIQUE )?(?:TYPE|TABLE|INDEX|FUNCTION|TRIGGER) (\w+)")


def digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
