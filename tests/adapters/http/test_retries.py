"""The one loop of tries: how often, after which wait, and what ends it at once."""

import pytest

from adapters.http.retries import retried


class Busy(Exception):
    pass


class Call:
    """Fails with each of these, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.left = list(errors)
        self.made = 0
        self.slept: list[float] = []

    async def __call__(self) -> str:
        self.made += 1
        if self.left:
            raise self.left.pop(0)
        return "answered"

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def doubling(error: Exception, number: int) -> float | None:
    return 0.5 * 2 ** (number - 1) if isinstance(error, Busy) else None


async def test_each_further_try_comes_after_the_wait_that_the_error_asks_for() -> None:
    call = Call(Busy(), Busy())

    assert await retried(call, wait=doubling, tries=3, sleep=call.sleep) == "answered"
    assert call.slept == [0.5, 1.0]


async def test_the_last_error_is_raised_without_a_wait_after_it() -> None:
    last = Busy("the last")
    call = Call(Busy(), last)

    with pytest.raises(Busy) as caught:
        await retried(call, wait=doubling, tries=2, sleep=call.sleep)

    assert caught.value is last
    assert (call.made, call.slept) == (2, [0.5])


async def test_what_another_try_does_not_help_is_raised_at_once() -> None:
    call = Call(ValueError("of no use"))

    with pytest.raises(ValueError, match="of no use"):
        await retried(call, wait=doubling, tries=3, sleep=call.sleep)

    assert (call.made, call.slept) == (1, [])


async def test_a_wait_of_no_time_is_another_try() -> None:
    call = Call(Busy())

    assert await retried(call, wait=lambda _error, _number: 0.0, tries=2, sleep=call.sleep) == "answered"
