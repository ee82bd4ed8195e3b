"""A planner that needs no key and no network: reads what is written, adds what memory says, asks where neither tells.

Deterministic: the same request gives the same plan. The reading is in `planning/`, the words are in `data/`.
"""

from adapters.offline.planning.deciding import plan_of
from agent.generation import Plan
from agent.ports import PlanRequest, Usage


class OfflinePlanner:
    """Port `agent.ports.Planner`."""

    async def plan(self, request: PlanRequest, *, timeout_seconds: float) -> tuple[Plan, Usage]:
        """The plan, in a few milliseconds; `timeout_seconds` is met by not waiting for anything. Raises nothing."""
        return plan_of(request), Usage(model="offline")
