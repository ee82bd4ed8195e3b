"""The timers of a process, and how they end."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from bot.worker.timers import Schedule
from db.pool import Pool


class NoneFree:
    """A pool whose connections are all taken."""

    @asynccontextmanager
    async def acquire(self) -> AsyncGenerator[object]:
        await asyncio.Event().wait()
        yield None


TURNS_OF_THE_LOOP = 10
"""More than a chore needs to be begun, ended and told of."""


def with_one_due(schedule: Schedule) -> Any:
    """Its scheduler, with a chore whose time has come."""
    scheduler = schedule._scheduler  # pyright: ignore[reportPrivateUsage]
    scheduler.modify_job("questions", next_run_time=datetime.now(UTC))
    return scheduler


async def test_a_chore_that_is_due_as_the_process_stops_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        async with Schedule(cast(Pool, NoneFree()), ("questions",)) as schedule:
            scheduler = with_one_due(schedule)
            asyncio.get_running_loop().call_soon(
                scheduler._process_jobs
            )  # as its own timer would, a moment from now
        for _ in range(TURNS_OF_THE_LOOP):
            await asyncio.sleep(0)

    assert [record.getMessage() for record in caplog.records] == []


async def test_a_chore_that_waits_as_the_process_stops_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        async with Schedule(cast(Pool, NoneFree()), ("questions",)) as schedule:
            scheduler = with_one_due(schedule)
            scheduler._process_jobs()
            (begun,) = list(scheduler._executors["default"]._pending_futures)
            await asyncio.sleep(0)
        await asyncio.wait([begun])
        await asyncio.sleep(0)  # APScheduler is told right after

    assert [record.getMessage() for record in caplog.records] == []
