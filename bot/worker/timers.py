"""Timers. APScheduler has no lock across processes, so its callbacks only enqueue, under a lock that lets one through."""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from agent.errors import AtelierError
from bot.worker.jobs import UPKEEP_QUEUE
from db.errors import store_errors
from db.pool import Pool
from db.turns.queue import enqueue

EVERY_SECONDS: Mapping[str, int] = {
    "questions": 5,
    "notices": 5,
    "schedules": 10,
    "report_notices": 30,
    "embeddings": 30,
    "objects": 15,
    "erasures": 20,
    "learning": 60,
    "consolidation": 3_600,
    "retention": 3_600,
    "objects_sweep": 3_600,
}
"""How often each chore is enqueued."""
MISFIRE_SECONDS = 60

log = logging.getLogger(__name__)


class Schedule:
    """The process's timers, from entry to exit."""

    def __init__(self, pool: Pool, chores: tuple[str, ...]) -> None:
        self._pool = pool
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        for name in chores:
            self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType] # APScheduler carries no types
                self._enqueue, "interval", seconds=EVERY_SECONDS[name], args=[name], id=name,
                misfire_grace_time=MISFIRE_SECONDS, coalesce=True, max_instances=1,
            )  # fmt: skip

    async def __aenter__(self) -> "Schedule":
        self._scheduler.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """What was begun this very moment takes its first step before all are ended: else APScheduler logs a failure."""
        self._scheduler.pause()
        await asyncio.sleep(0)
        self._scheduler.shutdown(wait=False)

    async def _enqueue(self, name: str) -> None:
        try:
            with (
                store_errors(),
                suppress(asyncio.CancelledError),
            ):  # it is over: APScheduler would log that as a failure
                async with self._pool.acquire() as connection:
                    await enqueue(
                        connection,
                        queue=UPKEEP_QUEUE,
                        task="upkeep",
                        arguments={"what": name},
                        once=f"upkeep:{name}",
                    )
        except AtelierError as error:
            log.warning("timer waits", extra={"action": "timer_failed", "what": name, "why": str(error)})
