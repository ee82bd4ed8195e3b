"""The queue's worker side: procrastinate, with the three things it needs to be trusted (a release notification, a
rescuer that knows the dead at once, and polling as a net under LISTEN)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

from agent.domain.conversation import TurnId
from agent.errors import AtelierError
from bot.instruments import RESCUES
from bot.turns.turn_runner import Again, TurnRunner
from bot.worker.job_manager import PatientJobManager
from bot.worker.maintenance import Upkeep
from db.pool import Connection
from db.turns import queue

POLL_SECONDS = 0.5
"""LISTEN is not restored after a restart of Postgres, so jobs are looked for as well."""
HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 8.0
"""A worker silent for so long is frozen or cut off: its jobs go to others, and the fence keeps it from writing."""
RESCUE_SECONDS = 1.0
CONNECTION_SECONDS = 4.0
"""How long the queue waits for a connection before it asks anew. Left to itself, its pool looks ever more rarely for a Postgres
that is away, and the worker would seem dead when it is back."""
ANEW_SECONDS = 1.0
"""Before a worker that ended by itself begins anew."""
UPKEEP_QUEUE = "upkeep"

log = logging.getLogger(__name__)


class _Retry(BaseRetryStrategy):
    """A turn that said Again, or that a stopping process handed back, runs again; nothing else does: a turn answers its
    own errors."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        match exception:
            case Again(seconds=seconds):
                return RetryDecision(retry_in={"milliseconds": int(seconds * 1000)})
            case asyncio.CancelledError():
                return RetryDecision(retry_in={"seconds": 0})
            case AtelierError():  # the store is away: what is claimed is found again by the rescuer or this retry
                return RetryDecision(retry_in={"seconds": 2})
            case _:
                return None


async def _alone(connection: AsyncConnection[Any]) -> None:
    """Each of the queue's statements stands alone: BEGIN and COMMIT were half of its round trips."""
    await connection.set_autocommit(True)


async def prepare_queue(connection: Connection) -> None:
    """The queue's own tables, which our migrations build on."""
    await queue.install(connection, SchemaManager.get_schema())


def _end_if_told() -> None:
    """Raises CancelledError where this task was told to end and a library kept that to itself: `asyncio.wait_for` of Python 3.11,
    by which the connection pool waits for its first connection, does so when both come at once."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


class Jobs:
    """One process's worker."""

    def __init__(
        self,
        dsn: str,
        *,
        runner: TurnRunner,
        upkeep: Upkeep,
        registry: queue.WorkerRegistry,
        worker: str,
        queues: Sequence[str],
        concurrency: int,
        events_wait: Callable[[], bool] = lambda: False,
    ) -> None:
        self._registry = registry
        self._worker = worker
        self._queues = [*queues]
        self._concurrency = concurrency
        connector = PsycopgConnector(
            conninfo=dsn, min_size=1, max_size=4, timeout=CONNECTION_SECONDS, reconnect_timeout=CONNECTION_SECONDS,
            configure=_alone,
        )  # fmt: skip
        self._app = App(connector=connector)
        self._app.job_manager = self._manager = PatientJobManager(
            connector, concurrency=concurrency, events_wait=events_wait
        )
        self._add_tasks(runner, upkeep)

    def _add_tasks(self, runner: TurnRunner, upkeep: Upkeep) -> None:
        @self._app.task(name="turn", retry=_Retry())
        async def run_turn(turn: str) -> None:
            await runner.run(TurnId(turn))

        @self._app.task(name="upkeep")
        async def run_upkeep(what: str) -> None:
            await upkeep.run(what)

    async def run(self, *, drain_seconds: float) -> None:
        """Work until cancelled; then finish what is running within `drain_seconds`, and hand the rest back."""
        await self._registry.join(self._worker)
        rescuing = asyncio.create_task(self._rescue(), name="rescuer")
        try:
            async with self._app.open_async():
                _end_if_told()
                while True:
                    await self._work(drain_seconds)
                    await asyncio.sleep(ANEW_SECONDS)
        finally:
            rescuing.cancel()
            await self._registry.leave(self._worker)

    async def _work(self, drain_seconds: float) -> None:
        """Until cancelled, or until the queue takes this worker for dead (after a long freeze): then it has to register anew."""
        self._manager.begin()
        working = asyncio.create_task(
            self._app.run_worker_async(
                queues=self._queues,
                concurrency=self._concurrency,
                fetch_job_polling_interval=POLL_SECONDS,
                abort_job_polling_interval=POLL_SECONDS,
                shutdown_graceful_timeout=drain_seconds,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                delete_jobs="always",
                install_signal_handlers=False,
            )
        )
        try:
            await asyncio.shield(working)
        except asyncio.CancelledError:
            working.cancel()
            await self._manager.drain()
            await asyncio.gather(working, return_exceptions=True)
            raise
        except ConnectorException as error:
            log.warning(
                "the worker begins anew", extra={"action": "worker_anew", "why": str(error.__cause__)}
            )

    async def _rescue(self) -> None:
        """Puts the jobs of the dead back, for as long as this worker lives."""
        while True:
            try:
                if not await self._registry.alive():
                    await self._registry.rejoin(self._worker)
                rescued = await self._registry.rescue(
                    stalled_seconds=STALLED_SECONDS, fetching_as=self._manager.worker, held=self._manager.held
                )
                if rescued:
                    RESCUES.inc(len(rescued))
                    log.warning("jobs rescued", extra={"action": "rescued", "jobs": len(rescued)})
            except AtelierError as error:
                log.warning("rescue waits", extra={"action": "rescue_failed", "why": str(error)})
            except Exception:
                # A rescuer that died would be missed by nobody, and a worker without its lock is taken for dead.
                log.exception("rescue failed", extra={"action": "rescue_failed"})
            await asyncio.sleep(RESCUE_SECONDS)
