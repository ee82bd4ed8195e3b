import asyncpg
import pytest

from agent.domain.plan_sizes import PlanTrial
from db.plan_trials import KEPT_DAYS, PlanTrials

TRIAL = PlanTrial(model="here tiny auto", size="compact", finished=True, seconds=20.5, tokens_per_second=11.2)


@pytest.fixture
def trials(pool: asyncpg.Pool) -> PlanTrials:
    return PlanTrials(pool)


async def test_a_trial_is_found_again_by_its_model(trials: PlanTrials) -> None:
    await trials.save(TRIAL)

    assert await trials.load(TRIAL.model) == TRIAL
    assert await trials.load("another") is None


async def test_the_last_trial_holds(trials: PlanTrials) -> None:
    later = PlanTrial(model=TRIAL.model, size="full", finished=True, seconds=3.0, tokens_per_second=90.0)

    await trials.save(TRIAL)
    await trials.save(later)

    assert await trials.load(TRIAL.model) == later


async def test_an_old_trial_is_none(trials: PlanTrials, pool: asyncpg.Pool) -> None:
    await trials.save(TRIAL)
    await pool.execute("update plan_trials set tried_at = now() - make_interval(days => $1)", KEPT_DAYS + 1)

    assert await trials.load(TRIAL.model) is None
