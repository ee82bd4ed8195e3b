"""The composition root: the one place that names concrete classes. Written top to bottom as pool, stores, models, core,
platforms; one AsyncExitStack closes them in reverse."""

import asyncio
import hashlib
import hmac
import uuid
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from adapters.builtin.one_thread import keep_to_one_thread
from adapters.builtin.statement_reader import BuiltInStatementReader
from adapters.builtin.withdrawals import BuiltInWithdrawals
from adapters.media import Decoders, PillowGate
from agent.domain.conversation import PlatformName
from agent.loop import Agent
from agent.ports import Clock, Outbound
from agent.turn_context import Moderation, Services
from bot.clock import SystemClock
from bot.configured_limits import concurrency_limits_of, day_limits_of, limits_of
from bot.fault_injection import crash_at
from bot.models.choice import choose_models
from bot.models.model_set import Models
from bot.object_store import open_objects
from bot.people import named_people, people_in
from bot.plan_sizing import settle
from bot.postgres.database import DATABASE_FOLDER, Database, open_database
from bot.settings import Settings
from bot.turns.delivery import Delivery
from bot.turns.event_language import EventLanguage
from bot.turns.incoming_events import BlockedPeople, EventKeys
from bot.turns.intake import TurnIntake
from bot.turns.moderator_rights import PlatformRights
from bot.turns.turn_runner import TurnRunner
from bot.turns.turn_spans import TurnSpans, open_spans
from bot.turns.turn_status import StoredTurnStatus
from bot.worker.jobs import UPKEEP_QUEUE, Jobs
from bot.worker.maintenance import Upkeep
from bot.worker.readiness import Readiness, room_in
from bot.worker.timers import Schedule
from bot.worker.upkeep import upkeep_of
from db.accounts.account_store import PgAccounts
from db.audit_log import PgAuditLog
from db.bus import PgBus
from db.delivery.board import PgBoard
from db.delivery.reply_store import ReplyStore
from db.installation import installation_key
from db.memory.memory_desk import PgMemoryDesk
from db.memory.memory_store import PgMemoryStore
from db.memory.passive_learning import PgPassiveLearning
from db.moderation.blocks import PgBlocks, PgIntroductions
from db.moderation.reports import PgReportQueue, PgReports
from db.objects.pixels import Pixels, pixels_of
from db.picture_store import PgImageStore
from db.plan_trials import PlanTrials
from db.pool import Pool, close_pool, open_pool
from db.reports.model_records import PgModelRecords
from db.settings_store import PgSettingsStore
from db.turns.intake_store import IntakeStore
from db.turns.queue import WorkerRegistry
from db.turns.schedules import PgScheduleStore
from db.turns.spending import PgSpending
from db.turns.thread_store import PgThreadStore
from db.turns.turn_store import TurnStore
from db.write_probe import write_probe

INTAKE_POOL_MAX = 4
"""Connections that only take events in, two of them for crowds: an event never waits for one behind a thousand turns."""
DRAIN_SECONDS = 30.0
"""How long a stopping process lets its turns finish before it hands them back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything a platform or a command needs of the running process."""

    settings: Settings
    dsn: str
    pool: Pool
    clock: Clock
    gate: PillowGate
    intake: TurnIntake
    turn_status: StoredTurnStatus
    board: PgBoard
    bus: PgBus
    desk: PgMemoryDesk
    author_settings: PgSettingsStore
    images: PgImageStore
    models: Models
    watch: Callable[[], Coroutine[None, None, None]]
    """Looks after the embedded database until cancelled; raises StoreUnavailable when it is gone for good."""
    key: bytes
    """Secret of this installation: signs web sessions and hashes author ids for providers."""
    ready: Readiness
    """ "" when this process can take work, else why not."""
    _work: Callable[[Mapping[PlatformName, Outbound], tuple[str, ...]], "Work"] = field(repr=False)

    def work(self, outbounds: Mapping[PlatformName, Outbound], *, queues: tuple[str, ...]) -> "Work":
        """The worker side: runs turns of these queues and posts through these outbounds."""
        return self._work(outbounds, queues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A worker: its jobs, its timers, and the sweep after what was left behind."""

    jobs: Jobs
    delivery: Delivery
    schedule: Schedule
    settle: Callable[[], Coroutine[Any, Any, None]]
    """Finds out how the configured language model is to be asked."""

    async def run(self) -> None:
        """Until cancelled; drains first."""
        async with self.schedule:
            beside = [
                asyncio.create_task(self.delivery.sweep(), name="sweep"),
                asyncio.create_task(self.settle(), name="plan size"),
            ]
            try:
                await self.jobs.run(drain_seconds=DRAIN_SECONDS)
            finally:
                for task in beside:
                    task.cancel()


@asynccontextmanager
async def open_app(
    settings: Settings, *, models: Models | None = None, clock: Clock | None = None
) -> AsyncGenerator[App]:
    """The running process without its platforms. Raises Misconfigured, StoreUnavailable."""
    keep_to_one_thread()
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings))
        dsn = database.dsn
        pool = await open_pool(dsn, min_size=2, max_size=settings.connections)
        stack.push_async_callback(close_pool, pool)
        intake_pool = await open_pool(dsn, max_size=INTAKE_POOL_MAX, name="atelier-intake")
        stack.push_async_callback(close_pool, intake_pool)
        clock = clock or SystemClock()
        gate = PillowGate(stack.enter_context(closing(Decoders())))
        models = models or choose_models(settings, gate)
        stack.push_async_callback(models.close)
        key = await installation_key(pool)
        pixels = await pixels_of(pool, await stack.enter_async_context(open_objects(settings)), key)
        bus = PgBus(pool)
        listening = asyncio.create_task(bus.run(), name="bus")
        stack.callback(listening.cancel)
        spans = stack.enter_context(open_spans(settings.otlp_endpoint))
        yield _assemble(
            _Opened(
                settings=settings, database=database, pool=pool, intake_pool=intake_pool, clock=clock, gate=gate,
                models=models, key=key, bus=bus, pixels=pixels, spans=spans,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """What is opened as the process starts, and closed as it ends."""

    settings: Settings
    database: Database
    pool: Pool
    intake_pool: Pool
    clock: Clock
    gate: PillowGate
    models: Models
    key: bytes
    bus: PgBus
    pixels: Pixels
    spans: TurnSpans


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stores:
    """What the side that takes events in shares with the one that answers them."""

    intake: IntakeStore
    turns: TurnStore
    replies: ReplyStore
    images: PgImageStore
    desk: PgMemoryDesk
    crash: Callable[[str], None]


def _assemble(opened: _Opened) -> App:
    settings, pool, pixels = opened.settings, opened.pool, opened.pixels
    stores = _Stores(
        intake=IntakeStore(opened.intake_pool, join_seconds=settings.join_seconds, pixels=pixels),
        turns=TurnStore(pool, concurrency_limits_of(settings)), replies=ReplyStore(pool), images=PgImageStore(pool, pixels),
        desk=PgMemoryDesk(pool, opened.models.embedder, opened.clock, pixels), crash=crash_at(settings.crash_at),
    )  # fmt: skip
    keys = EventKeys(secret=opened.key)
    upkeep = upkeep_of(
        settings, pool, stores.intake, opened.clock, opened.models, reached=stores.crash, pixels=pixels
    )
    work = partial(_work, opened, stores, _services(opened, stores), upkeep)
    return App(
        settings=settings, dsn=opened.database.dsn, watch=opened.database.watch, pool=pool, clock=opened.clock, gate=opened.gate,
        intake=_intake(opened, stores, keys), turn_status=StoredTurnStatus(stores.turns, stores.replies, keys),
        board=PgBoard(pool, pixels), bus=opened.bus, desk=stores.desk, author_settings=PgSettingsStore(pool), images=stores.images,
        models=opened.models, key=opened.key, ready=_readiness(settings, pool, opened.clock), _work=work,
    )  # fmt: skip


def _intake(opened: _Opened, stores: _Stores, keys: EventKeys) -> TurnIntake:
    language = EventLanguage(PgSettingsStore(opened.intake_pool))
    blocked = BlockedPeople(PgBlocks(opened.intake_pool), language=language, monotonic=opened.clock.monotonic)
    return TurnIntake(
        stores.intake, opened.gate, opened.bus, keys=keys, withdrawals=BuiltInWithdrawals(), blocked=blocked,
        transcriber=opened.models.transcriber, people=named_people(opened.intake_pool), language=language, crash=stores.crash,
    )  # fmt: skip


def _work(
    opened: _Opened,
    stores: _Stores,
    services: "partial[Services]",
    upkeep: Upkeep,
    outbounds: Mapping[PlatformName, Outbound],
    queues: tuple[str, ...],
) -> Work:
    settings, pool, pixels, models = opened.settings, opened.pool, opened.pixels, opened.models
    worker = uuid.uuid4().hex
    people = people_in(pool, opened.clock, models.embedder.model, outbounds, pixels)
    agent = Agent(services(moderation=_moderation(settings, pool, outbounds), people=people))
    delivery = Delivery(
        stores.replies, stores.images, opened.gate, opened.bus, outbounds, worker=worker, crash=stores.crash
    )
    runner = TurnRunner(
        pool=pool, turns=stores.turns, replies=stores.replies, delivery=delivery, agent=agent, introductions=PgIntroductions(pool),
        crash=stores.crash, worker=worker, question_seconds=settings.question_seconds, join_seconds=settings.join_seconds,
        pixels=pixels, spans=opened.spans,
    )  # fmt: skip
    jobs = Jobs(
        opened.database.dsn, runner=runner, upkeep=upkeep, registry=WorkerRegistry(pool), worker=worker,
        queues=(*queues, UPKEEP_QUEUE), concurrency=settings.concurrency,
        events_wait=stores.intake.is_busy,
    )  # fmt: skip

    async def settle_size() -> None:
        if models.sizing is not None:
            await settle(models.sizing, PlanTrials(pool))

    return Work(jobs=jobs, delivery=delivery, schedule=Schedule(pool, upkeep.names), settle=settle_size)


def _services(opened: _Opened, stores: _Stores) -> "partial[Services]":
    """All that the core uses but moderation, which asks the platforms of a worker."""
    settings, pool, clock, models = opened.settings, opened.pool, opened.clock, opened.models
    return partial(
        Services,
        planner=models.planner, judge=models.judge, merger=models.merger, image_model=models.image_model,
        memory=PgMemoryStore(pool, models.embedder, clock), desk=stores.desk,
        settings=PgSettingsStore(pool), threads=PgThreadStore(pool), images=stores.images, gate=opened.gate,
        search=models.search, fetcher=models.fetcher, clock=clock, limits=limits_of(settings),
        spending=PgSpending(pool, day_limits_of(settings, paid=models.paid)),
        catalogue=models.catalogue.measured_by(PgModelRecords(pool).measured),
        schedules=PgScheduleStore(pool), accounts=accounts_of(settings, pool, clock),
        passive_learning=PgPassiveLearning(pool, clock),
        statements=BuiltInStatementReader(),
        checkers=models.checkers, signer=models.signer, free_models=models.free, free_pictures=models.free_pictures,
        series_by_reference=models.series_by_reference,
        author_hash=lambda author: hmac.new(opened.key, author.encode(), hashlib.sha256).hexdigest()[:32],
    )  # fmt: skip


def _moderation(settings: Settings, pool: Pool, outbounds: Mapping[PlatformName, Outbound]) -> Moderation:
    return Moderation(
        reports=PgReports(pool), queue=PgReportQueue(pool), blocks=PgBlocks(pool), audit=PgAuditLog(pool),
        rights=PlatformRights(outbounds), operators=settings.operator_ids,
    )  # fmt: skip


def accounts_of(settings: Settings, pool: Pool, clock: Clock) -> PgAccounts:
    return PgAccounts(pool, clock, page=settings.page_address if settings.has_web_accounts else "")


def _readiness(settings: Settings, pool: Pool, clock: Clock) -> Readiness:
    embedded = settings.data_dir / DATABASE_FOLDER if settings.database_url is None else None
    return Readiness(partial(write_probe, pool), room_in(embedded), clock)
