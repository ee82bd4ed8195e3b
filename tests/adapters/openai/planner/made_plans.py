"""Plans from a model that says what the test lets it say."""

import json
from collections.abc import Mapping
from typing import Any

from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import Plan
from agent.ports import PlanRequest
from tests.fakes.models.language_model import FakeLanguageModel, Says
from tests.fakes.models.plain_planner import PlainPlanner
from tests.patience import PATIENCE_SECONDS


def planner(*says: Says) -> tuple[ModelPlanner, FakeLanguageModel]:
    model = FakeLanguageModel(says=list(says), repeats=True)
    return ModelPlanner(model, fallback=PlainPlanner()), model


def slot(name: str, value: str, method: str = "said", **more: Any) -> Mapping[str, Any]:
    return {"slot": name, "value": value, "method": method, **more}


async def planned(request: PlanRequest, **answer: Any) -> Plan:
    made, _ = planner(json.dumps({"intent": "create", **answer}))
    plan, _ = await made.plan(request, timeout_seconds=PATIENCE_SECONDS)
    return plan
