"""What is planned when the language model's answer cannot be read."""

import pytest

from adapters.openai.plain_planner import PlainPlanner
from agent.ports import Planner
from tests.contracts.models.planner_contract import PlannerContract
from tests.fakes.builders import message, picture, plan_request


class TestPlainPlanner(PlannerContract):
    @pytest.fixture
    def planner(self) -> Planner:
        return PlainPlanner()


async def test_a_reply_to_a_picture_changes_it_by_its_words() -> None:
    base = picture("fox", {"subject": "a fox"})
    request = plan_request("at night", base=base, replied=message(pictures=[base]))

    plan, _ = await PlainPlanner().plan(request, timeout_seconds=1)

    assert (plan.intent, plan.context.base, plan.context.value("subject")) == (
        "edit",
        base.id,
        "a fox, at night",
    )


async def test_without_a_word_nothing_is_drawn() -> None:
    plan, _ = await PlainPlanner().plan(plan_request("?!"), timeout_seconds=1)

    assert plan.intent == "chat"
    assert plan.answer
