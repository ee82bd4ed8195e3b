"""A provider that is down: asked by one at a time, stood in for by the next, and never stampeded when it comes back."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from adapters.http.circuit_breaker import FAILURES_MAX, OPEN_SECONDS, CircuitBreaker, first_of
from adapters.openai.errors import TooLong, TooSlow
from agent.errors import BadImage, MalformedCompletion, ModelUnavailable, RenderRefused, UnknownOutcome
from tests.fakes.clock import FakeClock


class Provider:
    """Counts its calls; fails while it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.calls = 0

    async def __call__(self) -> str:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return "drawn"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def breaker(clock: FakeClock) -> CircuitBreaker:
    return CircuitBreaker("pictures", clock)


async def _fails(breaker: CircuitBreaker, provider: Callable[[], Awaitable[str]]) -> float | None:
    with pytest.raises(ModelUnavailable) as raised:
        await breaker.call(provider)
    return raised.value.retry_after_seconds


async def _open(breaker: CircuitBreaker) -> Provider:
    down = Provider(ModelUnavailable("away"))
    for _ in range(FAILURES_MAX):
        await _fails(breaker, down)
    return down


async def test_a_few_failures_change_nothing_and_a_success_wipes_them_out(breaker: CircuitBreaker) -> None:
    down = Provider(ModelUnavailable("away"))
    for _ in range(3):
        for _ in range(FAILURES_MAX - 1):
            await _fails(breaker, down)
        await breaker.call(Provider())

    assert breaker.state == "closed"


class Slow:
    """Fails, or answers, once it is let go."""

    def __init__(self, error: Exception | None) -> None:
        self.error = error
        self.begun = asyncio.Event()
        self.go = asyncio.Event()

    async def __call__(self) -> str:
        self.begun.set()
        await self.go.wait()
        if self.error is not None:
            raise self.error
        return "drawn"


async def test_calls_that_were_under_way_when_it_opened_make_the_wait_no_longer(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    """One short outage met by a crowd is one outage."""
    crowd = [Slow(ModelUnavailable("away")) for _ in range(FAILURES_MAX * 3)]
    async with asyncio.TaskGroup() as group:
        for each in crowd:
            group.create_task(_fails(breaker, each))
            await each.begun.wait()
        for each in crowd:
            each.go.set()

    assert breaker.state == "open"
    clock.move(seconds=OPEN_SECONDS)
    assert breaker.state == "half open"


async def test_a_late_failure_lets_no_second_call_look(breaker: CircuitBreaker, clock: FakeClock) -> None:
    late, probe = Slow(ModelUnavailable("away")), Slow(None)
    async with asyncio.TaskGroup() as group:
        group.create_task(_fails(breaker, late))
        await late.begun.wait()
        await _open(breaker)
        clock.move(seconds=OPEN_SECONDS)
        group.create_task(breaker.call(probe))
        await probe.begun.wait()
        late.go.set()
        await asyncio.sleep(0)
        assert breaker.state == "half open"
        third = Provider()
        await _fails(breaker, third)
        probe.go.set()

    assert third.calls == 0
    assert breaker.state == "closed"


async def test_calls_that_are_turned_down_are_no_outage(breaker: CircuitBreaker, clock: FakeClock) -> None:
    """A person whose conversation is too long for the model takes it away from nobody else."""
    for _ in range(FAILURES_MAX * 2):
        await _fails(breaker, Provider(TooLong("no room")))
    assert breaker.state == "closed"

    await _open(breaker)
    clock.move(seconds=OPEN_SECONDS)
    await _fails(breaker, Provider(TooLong("no room")))
    assert breaker.state == "closed"  # it answers again


@pytest.mark.parametrize(
    "error", [RenderRefused("no"), BadImage("no picture"), MalformedCompletion("no JSON")]
)
async def test_a_probe_that_is_answered_badly_is_answered(
    breaker: CircuitBreaker, clock: FakeClock, error: Exception
) -> None:
    await _open(breaker)
    clock.move(seconds=OPEN_SECONDS)

    with pytest.raises(type(error)):
        await breaker.call(Provider(error))

    assert breaker.state == "closed"


async def test_a_slow_provider_is_not_away(breaker: CircuitBreaker) -> None:
    slow = Provider(TooSlow("still at work"))

    for _ in range(3 * FAILURES_MAX):
        await _fails(breaker, slow)

    assert breaker.state == "closed"
    assert slow.calls == 3 * FAILURES_MAX


async def test_after_some_failures_in_a_row_it_is_not_asked_any_more(breaker: CircuitBreaker) -> None:
    down = await _open(breaker)

    wait = await _fails(breaker, down)

    assert breaker.state == "open"
    assert down.calls == FAILURES_MAX
    assert wait is not None
    assert OPEN_SECONDS <= wait <= OPEN_SECONDS * 1.5


async def test_one_call_looks_whether_it_is_back_and_the_others_wait(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    await _open(breaker)
    clock.move(seconds=OPEN_SECONDS)
    assert breaker.state == "half open"
    answer = asyncio.Event()

    async def slow() -> str:
        await answer.wait()
        return "drawn"

    probe = asyncio.create_task(breaker.call(slow))
    await asyncio.sleep(0)
    other = Provider()
    await _fails(breaker, other)
    answer.set()

    assert await probe == "drawn"
    assert other.calls == 0
    assert breaker.state == "closed"


async def test_a_probe_that_fails_opens_it_for_longer(breaker: CircuitBreaker, clock: FakeClock) -> None:
    down = await _open(breaker)
    clock.move(seconds=OPEN_SECONDS)
    await _fails(breaker, down)

    clock.move(seconds=OPEN_SECONDS)
    assert breaker.state == "open"
    clock.move(seconds=OPEN_SECONDS)
    assert breaker.state == "half open"


async def test_a_probe_that_is_cancelled_lets_the_next_one_try(
    breaker: CircuitBreaker, clock: FakeClock
) -> None:
    await _open(breaker)
    clock.move(seconds=OPEN_SECONDS)
    probe = asyncio.create_task(breaker.call(asyncio.Event().wait))
    await asyncio.sleep(0)
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)

    assert await breaker.call(Provider()) == "drawn"


async def test_a_refusal_is_an_answer(breaker: CircuitBreaker) -> None:
    for _ in range(FAILURES_MAX * 2):
        with pytest.raises(RenderRefused):
            await breaker.call(Provider(RenderRefused("no")))

    assert breaker.state == "closed"


async def test_the_second_provider_stands_in(clock: FakeClock) -> None:
    first, second = Provider(ModelUnavailable("away")), Provider()

    answer = await first_of([CircuitBreaker("one", clock), CircuitBreaker("two", clock)], [first, second])

    assert answer == "drawn"
    assert (first.calls, second.calls) == (1, 1)


async def test_what_may_have_been_paid_for_is_not_drawn_elsewhere(clock: FakeClock) -> None:
    first, second = Provider(UnknownOutcome("lost")), Provider()

    with pytest.raises(UnknownOutcome):
        await first_of([CircuitBreaker("one", clock), CircuitBreaker("two", clock)], [first, second])

    assert second.calls == 0


async def test_with_all_away_the_soonest_says_when(clock: FakeClock) -> None:
    late = Provider(ModelUnavailable("away", retry_after_seconds=60))
    soon = Provider(ModelUnavailable("away", retry_after_seconds=5))

    with pytest.raises(ModelUnavailable) as raised:
        await first_of([CircuitBreaker("one", clock), CircuitBreaker("two", clock)], [late, soon])

    assert raised.value.retry_after_seconds == 5
