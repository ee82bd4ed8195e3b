"""Which chores timers have done in a running process: how they are put together. What each does is of its own store."""

from collections.abc import Callable

from agent.learning.passive_learning import distil_noticed
from agent.ports import Clock
from bot.models.model_set import Models
from bot.settings import Settings
from bot.worker.maintenance import Upkeep
from db.chores import ChoreRecords
from db.delivery.account_notices import DueNotices
from db.delivery.platform_notes import PgPlatformNotes
from db.memory.memory_maintenance import Consolidation
from db.memory.noticed_turns import PgNoticedTurns
from db.moderation.report_notices import DueReportNotices
from db.objects.gone_objects import tend_objects
from db.objects.pixels import Pixels
from db.objects.sweep import sweep_daily
from db.pool import Pool
from db.turns.intake_store import IntakeStore
from db.turns.question_timeouts import TimeoutStore
from db.turns.schedules import DueSchedules


def upkeep_of(
    settings: Settings,
    pool: Pool,
    intake: IntakeStore,
    clock: Clock,
    models: Models,
    *,
    reached: Callable[[str], None],
    pixels: Pixels,
) -> Upkeep:
    """`reached` is told the places at which a test may end the process."""
    noticed = PgNoticedTurns(pool, models.embedder, clock)
    memory = Consolidation(
        pool, models.embedder, clock, reached=reached, memories_max=settings.memories_per_scope, keep_days=settings.keep_days
    ).chores()  # fmt: skip
    objects = {
        "objects": lambda: tend_objects(pool, pixels),
        "objects_sweep": lambda: sweep_daily(pool, pixels, now=clock.now().timestamp()),
    }
    learning = {"learning": lambda: distil_noticed(noticed, models.distiller)}
    notices = DueReportNotices(pool, intake, PgPlatformNotes(pool), clock)
    return Upkeep(
        TimeoutStore(pool, intake),
        DueSchedules(pool, intake, clock),
        DueNotices(pool, intake),
        ChoreRecords(pool),
        {**memory, **learning, **objects, "report_notices": notices.take_in_due},
    )
