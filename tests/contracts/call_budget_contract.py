"""What every `CallBudget` does."""

import asyncio

from agent.ports import CallBudget

SLOW = 1 / 1_000
"""Calls a second: so far apart that the time a test takes is nothing beside it."""
APART = 1 / SLOW
SLACK = 100.0


class CallBudgetContract:
    async def test_a_burst_goes_at_once_and_the_rest_one_after_the_other(self, budget: CallBudget) -> None:
        waits = [await budget.take("here", per_second=SLOW, burst=2) for _ in range(4)]

        assert waits[:2] == [0.0, 0.0]
        assert [round(wait / SLACK) * SLACK for wait in waits[2:]] == [APART, 2 * APART]

    async def test_who_asks_at_once_shares_it_as_well(self, budget: CallBudget) -> None:
        waits = await asyncio.gather(*(budget.take("here", per_second=SLOW, burst=1) for _ in range(5)))

        assert sorted(round(wait / SLACK) * SLACK for wait in waits) == [n * APART for n in range(5)]

    async def test_each_name_has_its_own(self, budget: CallBudget) -> None:
        await budget.take("here", per_second=SLOW, burst=1)

        assert await budget.take("there", per_second=SLOW, burst=1) == 0.0
        assert await budget.take("here", per_second=SLOW, burst=1) > 0.0
