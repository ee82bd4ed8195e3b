"""What every `Withdrawals` does."""

import pytest

from agent.ports import Withdrawals


class WithdrawalsContract:
    @pytest.mark.parametrize("text", ["never mind", "Never mind ", "lass es"])
    async def test_words_that_take_it_back(self, withdrawals: Withdrawals, text: str) -> None:
        assert await withdrawals.withdraws(text)

    @pytest.mark.parametrize("text", ["", "draw two foxes", "make it night", "thanks", "never mind " * 50])
    async def test_other_words_are_left_alone(self, withdrawals: Withdrawals, text: str) -> None:
        assert not await withdrawals.withdraws(text)
