"""Words that take a wish back, read without a model."""

import pytest

from adapters.builtin.withdrawals import BuiltInWithdrawals
from tests.contracts.models.withdrawals_contract import WithdrawalsContract
from tests.fakes.models.withdrawals import FakeWithdrawals


class TestFake(WithdrawalsContract):
    @pytest.fixture
    def withdrawals(self) -> FakeWithdrawals:
        return FakeWithdrawals()


class TestBuiltIn(WithdrawalsContract):
    @pytest.fixture
    def withdrawals(self) -> BuiltInWithdrawals:
        return BuiltInWithdrawals()

    @pytest.mark.parametrize(
        "text", ["please cancel that", "vergiss es bitte", "laisse tomber", "ah no, leave it be"]
    )
    async def test_more_of_them(self, withdrawals: BuiltInWithdrawals, text: str) -> None:
        assert await withdrawals.withdraws(text)

    @pytest.mark.parametrize(
        "text",
        [
            "draw a stop sign",
            "cancel culture as a poster",
            "without the hat",
            "draw nothing but snow",
            "nichts als Schnee",
        ],
    )
    async def test_words_that_only_sound_like_it(self, withdrawals: BuiltInWithdrawals, text: str) -> None:
        assert not await withdrawals.withdraws(text)
