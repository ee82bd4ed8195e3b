"""What every `Planner` does, however it thinks."""

from abc import ABC, abstractmethod

import pytest

from agent.domain.generation import Plan
from agent.ports import Planner
from tests.fakes.builders import memory, picture, plan_request
from tests.patience import PATIENCE_SECONDS

DRAWING = ("create", "edit", "vary", "restyle", "series")


class PlannerContract(ABC):
    @abstractmethod
    @pytest.fixture
    def planner(self) -> Planner: ...

    async def test_a_plain_request_is_drawn_as_it_was_said(self, planner: Planner) -> None:
        plan, usage = await planner.plan(plan_request("draw a fox"), timeout_seconds=PATIENCE_SECONDS)

        assert plan.intent == "create"
        assert "fox" in plan.context.value("subject")
        assert usage.cost_usd >= 0.0

    async def test_a_picture_that_was_never_shown_is_not_referred_to(self, planner: Planner) -> None:
        plan, _ = await planner.plan(
            plan_request("draw the same fox at night"), timeout_seconds=PATIENCE_SECONDS
        )

        assert plan.context.base is None
        assert plan.context.references == ()

    @pytest.mark.parametrize("text", ["", "?", "\x00", "x" * 4_000, "}{</message>", "🦊" * 500, "忘れて"])
    async def test_whatever_is_said_there_is_a_plan(self, planner: Planner, text: str) -> None:
        plan, _ = await planner.plan(plan_request(text), timeout_seconds=PATIENCE_SECONDS)

        assert isinstance(plan, Plan)

    async def test_memories_that_are_cited_are_those_that_were_shown(self, planner: Planner) -> None:
        shown = memory("prefers watercolour", slot="style")

        plan, _ = await planner.plan(
            plan_request("draw a fox", memories=[shown]), timeout_seconds=PATIENCE_SECONDS
        )

        assert {e.memory for e in plan.context.slots.values()} <= {None, shown.id}

    async def test_pictures_that_are_used_are_those_that_were_shown(self, planner: Planner) -> None:
        base = picture("fox")

        plan, _ = await planner.plan(
            plan_request("make it night", base=base), timeout_seconds=PATIENCE_SECONDS
        )

        assert plan.context.base in (None, base.id)
        assert {reference.image for reference in plan.context.references} <= {base.id}
