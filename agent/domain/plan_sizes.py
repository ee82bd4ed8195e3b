"""How much of a plan a language model is asked for, and what was measured of it."""

from dataclasses import dataclass
from typing import Literal

PlanSize = Literal["full", "compact", "hints"]
"""The whole plan; a flat short one; or only what the built-in planner leaves open."""
PLAN_SECONDS = 60.0
"""Longest that a plan may take where nothing was measured."""
PLAN_SECONDS_MAX = 600.0
PATIENCE = 4.0
"""A plan may take so many times as long as the measured one: conversations are longer, and servers busy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTrial:
    """What trying a model showed."""

    model: str
    """Its server and name."""
    size: PlanSize
    """The largest that it filled in rightly, in a reasonable time."""
    finished: bool
    """It answered at all within the time of a trial."""
    seconds: float
    """Of its longest plan of that size."""
    tokens_per_second: float
    """Of its answers, the reading of the prompt included."""

    def patience(self) -> float:
        """Seconds that one of its plans may take.

        >>> PlanTrial(model="m", size="full", finished=True, seconds=30.0, tokens_per_second=9.0).patience()
        120.0
        """
        return min(max(PATIENCE * self.seconds, PLAN_SECONDS), PLAN_SECONDS_MAX)
