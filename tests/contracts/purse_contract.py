"""What every `Purse` does. Subclasses give one whose persons have two pictures a day."""

import asyncio
from abc import ABC, abstractmethod

import pytest

from agent.errors import OverBudget, UnknownOutcome
from agent.ports import Purse
from tests.fakes.builders import turn


class PurseContract(ABC):
    @abstractmethod
    @pytest.fixture
    def purse(self) -> Purse: ...

    async def test_the_limit_holds_and_says_what_it_is(self, purse: Purse) -> None:
        await purse.take(turn(id="one"), "render-0", pictures=1)
        await purse.take(turn(id="two"), "render-0", pictures=1)

        with pytest.raises(OverBudget, match="2 pictures"):
            await purse.take(turn(id="three"), "render-0", pictures=1)

    async def test_what_draws_nothing_does_not_count_as_a_picture(self, purse: Purse) -> None:
        for number in range(5):
            await purse.take(turn(id=f"t{number}"), "plan")

        await purse.take(turn(id="last"), "render-0", pictures=2)

    async def test_one_person_does_not_use_up_another(self, purse: Purse) -> None:
        await purse.take(turn(id="one"), "render-0", pictures=2)

        await purse.take(turn(id="two", by="bob"), "render-0", pictures=2)

    async def test_a_step_is_booked_once_however_often_it_is_begun(self, purse: Purse) -> None:
        for _ in range(2):
            await purse.take(turn(id="one"), "render-0", pictures=1)

        await purse.take(turn(id="two"), "render-0", pictures=1)

    async def test_what_was_not_carried_out_counts_for_nothing(self, purse: Purse) -> None:
        await purse.take(turn(id="one"), "render-0", pictures=2)

        await purse.give_back(turn(id="one"), "render-0")

        await purse.take(turn(id="two"), "render-0", pictures=2)

    async def test_what_was_paid_is_not_given_back(self, purse: Purse) -> None:
        await purse.take(turn(id="one"), "render-0", pictures=2)
        await purse.pay(turn(id="one"), "render-0", usd=0.04)

        await purse.give_back(turn(id="one"), "render-0")

        with pytest.raises(OverBudget):
            await purse.take(turn(id="two"), "render-0", pictures=1)

    async def test_a_lost_outcome_is_tried_once_more_and_no_further(self, purse: Purse) -> None:
        await purse.take(turn(id="one"), "render-0", pictures=1)
        await purse.take(turn(id="one"), "render-0", pictures=1)

        with pytest.raises(UnknownOutcome):
            await purse.take(turn(id="one"), "render-0", pictures=1)

    async def test_a_free_step_is_tried_as_often_as_it_takes(self, purse: Purse) -> None:
        for _ in range(5):
            await purse.take(turn(id="one"), "render-0", pictures=1, free=True)

    async def test_twenty_at_once_with_two_pictures_left_give_two(self, purse: Purse) -> None:
        async def asked(number: int) -> bool:
            try:
                await purse.take(turn(id=f"t{number}"), "render-0", pictures=1)
            except OverBudget:
                return False
            return True

        assert sum(await asyncio.gather(*(asked(number) for number in range(20)))) == 2
