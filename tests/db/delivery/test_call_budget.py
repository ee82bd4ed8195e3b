"""CallBudget, the fake and the real, by the same contract; and that processes share it."""

import pytest

from db.delivery.call_budget import PgCallBudget
from db.pool import Pool
from tests.contracts.call_budget_contract import APART, SLACK, SLOW, CallBudgetContract
from tests.fakes.stores.call_budget import FakeCallBudget


class TestFake(CallBudgetContract):
    @pytest.fixture
    def budget(self) -> FakeCallBudget:
        return FakeCallBudget()


class TestPostgres(CallBudgetContract):
    @pytest.fixture
    def budget(self, pool: Pool) -> PgCallBudget:
        return PgCallBudget(pool)


async def test_a_gateway_and_a_worker_share_one_budget(pool: Pool) -> None:
    gateway, worker = PgCallBudget(pool), PgCallBudget(pool)

    await gateway.take("discord", per_second=SLOW, burst=1)
    wait = await worker.take("discord", per_second=SLOW, burst=1)

    assert round(wait / SLACK) * SLACK == APART
