"""What timers have done: each a small, idempotent piece of work, enqueued once across the fleet and done by any worker."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from agent.domain.conversation import TurnId
from agent.errors import AtelierError
from db.chores import ChoreRecords
from db.delivery.account_notices import DueNotices
from db.turns.question_timeouts import TimeoutStore
from db.turns.schedules import DueSchedules

QUESTIONS_AT_ONCE = 100

log = logging.getLogger(__name__)


class Upkeep:
    """Named chores. `chores` adds the memory's own (consolidation, embeddings, retention, learning in passing)."""

    def __init__(
        self,
        timeouts: TimeoutStore,
        schedules: DueSchedules,
        notices: DueNotices,
        records: ChoreRecords,
        chores: Mapping[str, Callable[[], Awaitable[object]]],
    ) -> None:
        self._timeouts = timeouts
        self._schedules = schedules
        self._notices = notices
        self._records = records
        self._chores = {
            "questions": self._time_out_questions,
            "schedules": self._take_in_due,
            "notices": self._notices.take_in_due,
            **chores,
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._chores)

    async def run(self, what: str) -> None:
        """One chore. A chore that fails is logged; the timer enqueues the next."""
        chore = self._chores.get(what)
        if chore is None:  # from a newer version, during a rolling deploy
            log.warning("unknown chore", extra={"action": "chore_unknown", "what": what})
            return
        try:
            await chore()
            await self._records.succeeded(what)
        except AtelierError as error:
            log.warning("chore failed", extra={"action": "chore_failed", "what": what, "why": str(error)})

    async def _time_out_questions(self) -> None:
        """Each question whose time is over becomes a turn of its own, in its author's name."""
        for question in await self._timeouts.expired(limit=QUESTIONS_AT_ONCE):
            taken: TurnId | None = await self._timeouts.time_out(question)
            if taken is not None:
                log.info("question timed out", extra={"action": "question_timed_out", "turn": taken})

    async def _take_in_due(self) -> None:
        """Each scheduled picture that is due becomes a turn in its author's name."""
        for turn in await self._schedules.take_in_due():
            log.info("scheduled picture", extra={"action": "scheduled", "turn": turn})
