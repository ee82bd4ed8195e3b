"""What was measured of each language model, kept for every process of the installation."""

from datetime import timedelta

from agent.domain.plan_sizes import PlanTrial
from db.errors import guarded
from db.pool import Pool

KEPT_DAYS = 30
"""After that a model is tried anew: servers are updated, and machines exchanged, under the same name."""


class PlanTrials:
    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @guarded
    async def load(self, model: str) -> PlanTrial | None:
        """The last trial of the model, if it is not too old."""
        row = await self._pool.fetchrow(_LOAD, model, timedelta(days=KEPT_DAYS))
        return PlanTrial(**dict(row)) if row is not None else None

    @guarded
    async def save(self, trial: PlanTrial) -> None:
        await self._pool.execute(
            _SAVE, trial.model, trial.size, trial.finished, trial.seconds, trial.tokens_per_second
        )


_LOAD = """
select model, size, finished, seconds, tokens_per_second from plan_trials where model = $1 and tried_at > now() - $2::interval
"""
_SAVE = """
insert into plan_trials (model, size, finished, seconds, tokens_per_second) values ($1, $2, $3, $4, $5)
on conflict (model) do update set size = excluded.size, finished = excluded.finished, seconds = excluded.seconds,
  tokens_per_second = excluded.tokens_per_second, tried_at = now()
"""
