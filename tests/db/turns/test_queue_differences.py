"""What our difference from procrastinate rests on is still so; and the difference is no more than what is named."""

import inspect
from importlib.metadata import version

from procrastinate.manager import JobManager
from procrastinate.schema import SchemaManager

from bot.worker.job_manager import PatientJobManager
from db.pool import Pool
from db.turns.queue_differences import (
    ADDED,
    MEASURED_WITH,
    RELIED_ON,
    REPLACED_METHODS,
    SILENCED,
    digest,
    digests,
)

AGAIN = (
    "procrastinate has changed: look at what it does now, run `python -m benchmarks.queue`, and write the figures into "
    "docs/decisions/0013-own-the-queues-difference.md before this is brought up to date"
)


def test_the_library_is_the_one_that_was_measured() -> None:
    assert version("procrastinate") == MEASURED_WITH, AGAIN


def test_its_schema_says_what_it_said_then() -> None:
    now = digests(SchemaManager.get_schema())

    assert {name: now.get(name, "gone") for name in RELIED_ON} == dict(RELIED_ON), AGAIN


def test_what_is_overridden_of_its_manager_does_what_it_did_then() -> None:
    now = {name: digest(inspect.getsource(getattr(JobManager, name))) for name in REPLACED_METHODS}

    assert now == dict(REPLACED_METHODS), AGAIN
    own = {name for name, member in vars(PatientJobManager).items() if inspect.isfunction(member)}
    assert {name for name in own if hasattr(JobManager, name) and name != "__init__"} == set(REPLACED_METHODS)


async def test_no_other_trigger_of_the_librarys_is_off_and_none_of_ours_is_unnamed(pool: Pool) -> None:
    rows = await pool.fetch(
        "select tgname, tgenabled = 'D' as off from pg_trigger"
        " where tgrelid = 'procrastinate_jobs'::regclass and not tgisinternal"
    )

    assert sorted(row["tgname"] for row in rows if row["off"]) == sorted(SILENCED)
    assert sorted(row["tgname"] for row in rows if row["tgname"].startswith("atelier")) == sorted(ADDED)
    assert {row["tgname"] for row in rows} <= {*RELIED_ON, *ADDED, "procrastinate_trigger_delete_jobs_v1"}


async def test_no_other_function_of_ours_touches_its_table(pool: Pool) -> None:
    rows = await pool.fetch(
        "select proname from pg_proc where proname like 'atelier%' and (prosrc ilike '%procrastinate%' or"
        " proname like '%job%')"
    )

    assert {row["proname"] for row in rows} == {
        "atelier_fetch_jobs", "atelier_finish_jobs", "atelier_notify_job_inserted", "atelier_tell_workers",
    }  # fmt: skip
