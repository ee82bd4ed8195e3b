"""A worker that is told to end does, at whatever moment."""

import asyncio
from typing import Any, cast

from bot.worker.jobs import Jobs
from tests.patience import PATIENCE_SECONDS


class DeafRegistry:
    """Its `join` keeps a cancellation to itself, as `asyncio.wait_for` may."""

    def __init__(self) -> None:
        self.joining = asyncio.Event()
        self.left = False

    async def join(self, worker: str) -> None:
        self.joining.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return

    async def leave(self, worker: str) -> None:
        self.left = True


async def test_a_worker_told_to_end_while_a_library_listens_to_nobody_ends(dsn: str) -> None:
    registry = DeafRegistry()
    nobody = cast(Any, None)
    jobs = Jobs(
        dsn, runner=nobody, upkeep=nobody, registry=cast(Any, registry), worker="w", queues=("console",), concurrency=1,
        events_wait=lambda: False,
    )  # fmt: skip
    working = asyncio.create_task(jobs.run(drain_seconds=1))
    await registry.joining.wait()

    working.cancel()
    await asyncio.wait({working}, timeout=PATIENCE_SECONDS)

    assert working.cancelled()
    assert registry.left
