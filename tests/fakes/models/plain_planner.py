"""A planner that takes the author's text as the subject."""

from agent.domain.generation import Plan
from agent.ports import PlanRequest, Usage
from tests.fakes.builders import context


class PlainPlanner:
    """The `Planner`."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        return Plan(intent="create", context=context({"subject": request.text}), is_reading=True), Usage()
