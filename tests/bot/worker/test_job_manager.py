"""The queue's worker through a restart of Postgres, and what it knows to be in hand."""

from collections.abc import Awaitable, Callable

import psycopg
import pytest
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from bot.worker.job_manager import LOOKS_MAX, PatientJobManager, patiently


def failing(*errors: Exception) -> Callable[[], Awaitable[str]]:
    """Fails with each of these, then answers."""
    left = list(errors)

    async def ask() -> str:
        if left:
            raise ConnectorException from left.pop(0)
        return "answered"

    return ask


async def test_it_asks_until_postgres_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.worker.job_manager.AWAY_SECONDS", 0)

    answer = await patiently(failing(psycopg.errors.AdminShutdown(), psycopg.OperationalError("no socket")))

    assert answer == "answered"


async def test_what_another_try_does_not_mend_is_raised() -> None:
    with pytest.raises(ConnectorException):
        await patiently(failing(psycopg.errors.ForeignKeyViolation()))


async def test_it_has_in_hand_what_it_fetched_and_has_not_finished(dsn: str) -> None:
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=1)
    await connector.open_async()
    try:
        manager = PatientJobManager(connector)
        worker = await manager.register_worker()
        for _ in range(2):
            await manager.defer_job_async(
                Job(id=None, queue="turns", lock=None, queueing_lock=None, task_name="turn")
            )
        first, second = [await manager.fetch_job(["turns"], worker) for _ in range(2)]
        assert first is not None
        assert second is not None
        assert (manager.worker, set(manager.held)) == (worker, {first.id, second.id})

        await manager.retry_job(first)
        await manager.finish_job(second, Status.SUCCEEDED, delete_job=True)

        assert not manager.held
        assert await manager.fetch_job(["turns"], worker) is not None
    finally:
        await connector.close_async()


async def test_a_job_put_back_and_fetched_again_at_once_is_in_hand(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=2)
    await connector.open_async()
    try:
        manager = PatientJobManager(connector)
        worker = await manager.register_worker()
        await manager.defer_job_async(
            Job(id=None, queue="turns", lock=None, queueing_lock=None, task_name="turn")
        )
        job = await manager.fetch_job(["turns"], worker)
        assert job is not None
        put_back = JobManager.retry_job

        async def put_back_and_fetched(self: JobManager, *arguments: object) -> None:
            await put_back(self, *arguments)  # pyright: ignore[reportArgumentType]
            assert await manager.fetch_job(["turns"], worker) is not None

        monkeypatch.setattr(JobManager, "retry_job", put_back_and_fetched)
        await manager.retry_job(job)

        assert set(manager.held) == {job.id}
    finally:
        await connector.close_async()


async def test_jobs_fetched_ahead_are_in_hand_and_go_back_when_the_worker_drains(dsn: str) -> None:
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=1)
    await connector.open_async()
    try:
        manager = PatientJobManager(connector, concurrency=10)
        worker = await manager.register_worker()
        for _ in range(3):
            await manager.defer_job_async(
                Job(id=None, queue="turns", lock=None, queueing_lock=None, task_name="turn")
            )
        first = await manager.fetch_job(["turns"], worker)
        assert first is not None
        assert len(manager.held) == 3

        await manager.drain()

        assert set(manager.held) == {first.id}
        other = PatientJobManager(connector, concurrency=10)
        assert await other.fetch_job(["turns"], worker) is not None
        assert len(other.held) == 2
    finally:
        await connector.close_async()


async def test_turns_that_have_not_begun_wait_for_events_but_not_for_long(dsn: str) -> None:
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=1)
    await connector.open_async()
    looks: list[bool] = []
    try:
        manager = PatientJobManager(connector, events_wait=lambda: looks.append(True) is None)
        worker = await manager.register_worker()
        await manager.defer_job_async(
            Job(id=None, queue="turns", lock=None, queueing_lock=None, task_name="turn")
        )

        assert await manager.fetch_job(["turns"], worker) is not None

        assert len(looks) == LOOKS_MAX
    finally:
        await connector.close_async()


async def test_a_job_that_outlives_the_connections_is_left_to_the_rescuer(dsn: str) -> None:
    connector = PsycopgConnector(conninfo=dsn, min_size=1, max_size=1)
    await connector.open_async()
    manager = PatientJobManager(connector)
    worker = await manager.register_worker()
    await manager.defer_job_async(
        Job(id=None, queue="turns", lock=None, queueing_lock=None, task_name="turn")
    )
    job = await manager.fetch_job(["turns"], worker)
    assert job is not None
    await connector.close_async()

    await manager.retry_job(job)
    await manager.finish_job(job, Status.SUCCEEDED, delete_job=True)

    assert not manager.held
