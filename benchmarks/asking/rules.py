"""Rules that say which of a request's gaps to ask about: ours and those it is held against. Each may ask QUESTIONS_PER_MESSAGE_MAX."""

import math
from collections.abc import Callable, Mapping, Sequence

from agent.domain.generation import Gap
from agent.limits import OPTIONS_PER_QUESTION_MAX, QUESTIONS_PER_MESSAGE_MAX
from agent.planning.ask_policy import TYPED_WORTH, decide
from benchmarks.asking.world import OpenRequest

Rule = Callable[[Sequence[Gap], float, float], Sequence[Gap]]
"""Gaps, price of a question, and the rule's own knob, to the gaps that are asked about."""


def _ours(gaps: Sequence[Gap], price: float, knob: float) -> Sequence[Gap]:
    """The core's own decision, by the stated price; nothing is tuned."""
    asked = {question.slot for question in decide(gaps, policy="when-needed", price=price).questions}
    return [gap for gap in gaps if gap.slot in asked]


def _most(gaps: Sequence[Gap], worth: Callable[[Gap], float], count: int) -> Sequence[Gap]:
    return sorted(gaps, key=worth, reverse=True)[: min(count, QUESTIONS_PER_MESSAGE_MAX)]


def best(gap: Gap) -> float:
    return max(candidate.probability for candidate in gap.candidates)


def entropy(gap: Gap) -> float:
    """In bits.

    >>> from agent.domain.generation import Candidate
    >>> half = tuple(Candidate(value=v, probability=0.5) for v in "ab")
    >>> entropy(Gap(slot="style", why="", route="ask", candidates=half))
    1.0
    """
    return -sum(c.probability * math.log2(c.probability) for c in gap.candidates if c.probability > 0)


RULES: Mapping[str, tuple[Rule, Sequence[float]]] = {
    "never": (lambda gaps, price, knob: (), (0.0,)),
    "always": (lambda gaps, price, knob: _most(gaps, lambda gap: gap.harm, QUESTIONS_PER_MESSAGE_MAX), (0.0,)),
    "fixed number": (lambda gaps, price, knob: _most(gaps, lambda gap: gap.harm, int(knob)), (0, 1, 2)),
    "confidence": (
        lambda gaps, price, knob: _most([gap for gap in gaps if best(gap) < knob], lambda gap: -best(gap), QUESTIONS_PER_MESSAGE_MAX),
        (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    ),
    "entropy": (
        lambda gaps, price, knob: _most(
            [gap for gap in gaps if gap.harm * entropy(gap) > knob], lambda gap: gap.harm * entropy(gap), QUESTIONS_PER_MESSAGE_MAX
        ),
        (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.4, 9.0),
    ),
    "ours": (_ours, (0.0,)),
}  # fmt: skip
"""Each with the knobs that it may be set to: the best one for each price is found on the other half of the set."""


def utility(request: OpenRequest, asked: Sequence[Gap], price: float) -> float:
    """What is lost to the person, as a number of wholly spoilt pictures and below nought: the harm of each wrong guess, and the price of
    each question. An answer that is not among those shown has to be typed, which not everybody does."""
    slots = {gap.slot for gap in asked}
    lost = 0.0
    for gap, truth in zip(request.gaps, request.truth, strict=True):
        ordered = sorted(gap.candidates, key=lambda candidate: -candidate.probability)
        if gap.slot not in slots:
            lost += gap.harm * (ordered[0].value != truth)
        elif truth not in [candidate.value for candidate in ordered[:OPTIONS_PER_QUESTION_MAX]]:
            lost += gap.harm * (1 - TYPED_WORTH)
    return -lost - price * len(asked)
