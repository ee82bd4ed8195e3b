"""What every `Spending` does. Subclasses give one whose persons have two pictures a day."""

import asyncio
from abc import ABC, abstractmethod

import pytest

from agent.errors import OverBudget, UnknownOutcome
from agent.ports import Spending
from tests.fakes.builders import turn


class SpendingContract(ABC):
    @abstractmethod
    @pytest.fixture
    def spending(self) -> Spending: ...

    async def test_the_limit_holds_and_says_what_it_is(self, spending: Spending) -> None:
        await spending.take(turn(id="one"), "render-0", pictures=1)
        await spending.take(turn(id="two"), "render-0", pictures=1)

        with pytest.raises(OverBudget, match="2 pictures"):
            await spending.take(turn(id="three"), "render-0", pictures=1)

    async def test_what_draws_nothing_does_not_count_as_a_picture(self, spending: Spending) -> None:
        for number in range(5):
            await spending.take(turn(id=f"t{number}"), "plan")

        await spending.take(turn(id="last"), "render-0", pictures=2)

    async def test_one_person_does_not_use_up_another(self, spending: Spending) -> None:
        await spending.take(turn(id="one"), "render-0", pictures=2)

        await spending.take(turn(id="two", by="bob"), "render-0", pictures=2)

    async def test_a_step_is_booked_once_however_often_it_is_begun(self, spending: Spending) -> None:
        for _ in range(2):
            await spending.take(turn(id="one"), "render-0", pictures=1)

        await spending.take(turn(id="two"), "render-0", pictures=1)

    async def test_what_was_not_carried_out_counts_for_nothing(self, spending: Spending) -> None:
        await spending.take(turn(id="one"), "render-0", pictures=2)

        await spending.give_back(turn(id="one"), "render-0")

        await spending.take(turn(id="two"), "render-0", pictures=2)

    async def test_what_was_paid_is_not_given_back(self, spending: Spending) -> None:
        await spending.take(turn(id="one"), "render-0", pictures=2)
        await spending.pay(turn(id="one"), "render-0", usd=0.04)

        await spending.give_back(turn(id="one"), "render-0")

        with pytest.raises(OverBudget):
            await spending.take(turn(id="two"), "render-0", pictures=1)

    async def test_a_lost_outcome_is_tried_once_more_and_no_further(self, spending: Spending) -> None:
        await spending.take(turn(id="one"), "render-0", pictures=1)
        await spending.take(turn(id="one"), "render-0", pictures=1)

        with pytest.raises(UnknownOutcome):
            await spending.take(turn(id="one"), "render-0", pictures=1)

    async def test_a_free_step_is_tried_as_often_as_it_takes(self, spending: Spending) -> None:
        for _ in range(5):
            await spending.take(turn(id="one"), "render-0", pictures=1, free=True)

    async def test_twenty_at_once_with_two_pictures_left_give_two(self, spending: Spending) -> None:
        async def asked(number: int) -> bool:
            try:
                await spending.take(turn(id=f"t{number}"), "render-0", pictures=1)
            except OverBudget:
                return False
            return True

        assert sum(await asyncio.gather(*(asked(number) for number in range(20)))) == 2
