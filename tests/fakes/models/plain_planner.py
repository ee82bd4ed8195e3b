"""Planners that plan without thinking."""

from dataclasses import dataclass

from agent.domain.generation import Plan
from agent.ports import PlanRequest, Usage
from tests.fakes.builders import context


class PlainPlanner:
    """The `Planner` that takes the author's text as the subject."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return Plan(intent="create", context=context({"subject": request.text}), is_reading=True), Usage()


@dataclass(frozen=True, slots=True)
class SetPlanner:
    """The `Planner` whose plan is set."""

    made: Plan

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return self.made, Usage(model="set")
