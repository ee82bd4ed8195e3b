"""Plans of each size, from a model that says what the test lets it say and a built-in planner whose plan is set."""

import json
from collections.abc import Mapping
from typing import Any

from openai import AsyncOpenAI

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import Plan
from agent.domain.plan_sizes import PlanSize
from agent.ports import Planner
from tests.fakes.builders import context, plan_request
from tests.fakes.models.language_model import FakeLanguageModel
from tests.fakes.models.plain_planner import PlainPlanner, SetPlanner
from tests.patience import PATIENCE_SECONDS

SIZES: tuple[PlanSize, ...] = ("full", "compact", "hints")
DESCRIBED = "the animal with the red fur"
"""What a model of every size is asked about."""
FOX = {"slot": "subject", "value": "a fox", "method": "said"}
ANSWERS: Mapping[PlanSize, Mapping[str, Any]] = {
    "full": {"intent": "create", "slots": [FOX, {"slot": "style", "value": "watercolour", "method": "recall", "memory": "M1"}],
             "edits": "P1", "references": [{"picture": "P9"}]},
    "compact": {"do": "create", "see": "a fox", "style": "watercolour"},
    "hints": {"answer": "red fox"},
}  # fmt: skip


def sized(
    client: AsyncOpenAI,
    size: PlanSize,
    *,
    api: Any = "chat",
    simple: Planner | None = None,
    sleep: Any = None,
) -> ModelPlanner:
    model = OpenAILanguageModel(client, model="tiny", api=api, **({"sleep": sleep} if sleep else {}))
    return ModelPlanner(model, fallback=simple or PlainPlanner(), size=size)


def simple(slots: Mapping[Any, str] | None = None, **more: Any) -> Plan:
    """As the built-in planner makes them: a reading of the author's words."""
    made = {"intent": "create", "context": context(slots or {"subject": "a fox"}), "is_reading": True}
    return Plan(**{**made, **more})


async def planned(
    size: PlanSize, answer: Mapping[str, Any], text: str, *, by: Plan | None = None, **request: Any
) -> Plan:
    model = FakeLanguageModel(says=[json.dumps(answer)], repeats=True)
    made, _ = await ModelPlanner(model, fallback=SetPlanner(by or simple()), size=size).plan(
        plan_request(text, **request), timeout_seconds=PATIENCE_SECONDS
    )
    return made
