"""The three sizes of a plan: each keeps the planner's contract against a real wire, whatever the model answers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from openai import AsyncOpenAI

from adapters.openai.chat.answer_shapes import schema_of
from adapters.openai.planner.plan_sizes import CONTRACTS
from adapters.openai.planner.planner import DEGRADED, SLOW
from agent.domain.generation import Plan
from agent.domain.plan_sizes import PlanSize
from agent.ports import Planner
from simulators.openai import troubles
from simulators.openai.requests import CHAT
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.planner.sized_plans import ANSWERS, DESCRIBED, SIZES, simple, sized
from tests.contracts.models.planner_contract import PlannerContract
from tests.fakes.builders import plan_request
from tests.fakes.models.noise import NOISE
from tests.patience import PATIENCE_SECONDS


class TestFull(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["full"])
        return sized(client, "full", api=request.param)


class TestCompact(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["compact"])
        return sized(client, "compact", api=request.param)


class TestHints(PlannerContract):
    @pytest.fixture(params=["chat", "responses"])
    def planner(self, request: pytest.FixtureRequest, server: OpenAIServer, client: AsyncOpenAI) -> Planner:
        server.brain = lambda asked: json.dumps(ANSWERS["hints"])
        return sized(client, "hints", api=request.param)


@pytest.mark.parametrize("name", NOISE)
@pytest.mark.parametrize("size", SIZES)
async def test_noise_ends_in_a_plan(
    server: OpenAIServer, client: AsyncOpenAI, sleep, size: PlanSize, name: str
) -> None:
    server.replies = lambda asked: NOISE[name]

    plan, usage = await sized(client, size, sleep=sleep).plan(
        plan_request(DESCRIBED), timeout_seconds=PATIENCE_SECONDS
    )

    assert isinstance(plan, Plan)
    assert usage.cost_usd >= 0.0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("trouble", "note"),
    [
        (troubles.talks("我来画一只狐狸"), DEGRADED),
        (troubles.talks('{"intent": "create", "do": "create', finish="length"), DEGRADED),
        (troubles.writes('{"do": "create",', *["\n" * 90] * 9, ends=False), DEGRADED),
        (troubles.writes("<think>", "a fox? " * 50), DEGRADED),
    ],
    ids=["another language", "cut off", "blanks", "only thoughts"],
)
async def test_what_cannot_be_read_is_planned_simply_and_said(
    server: OpenAIServer, client: AsyncOpenAI, sleep, size: PlanSize, trouble, note: str
) -> None:
    server.trouble(CHAT, trouble, trouble)

    plan, _ = await sized(client, size, sleep=sleep).plan(
        plan_request(DESCRIBED), timeout_seconds=PATIENCE_SECONDS
    )

    assert plan.context.value("subject") == DESCRIBED
    assert plan.notes == (note,)


@pytest.mark.parametrize("size", SIZES)
async def test_a_refusal_is_told_kindly(server: OpenAIServer, client: AsyncOpenAI, size: PlanSize) -> None:
    server.trouble(CHAT, troubles.talks("", refusal="I cannot help with that."))

    plan, _ = await sized(client, size).plan(plan_request(DESCRIBED), timeout_seconds=PATIENCE_SECONDS)

    assert plan.intent == "refuse"


@pytest.mark.parametrize("size", SIZES)
async def test_a_model_that_is_too_slow_leaves_the_built_in_plan_with_a_note(
    server: OpenAIServer, client: AsyncOpenAI, size: PlanSize
) -> None:
    server.trouble(CHAT, troubles.hangs)
    made = sized(client, size)
    made.seconds = 0.2

    plan, usage = await made.plan(plan_request(DESCRIBED), timeout_seconds=PATIENCE_SECONDS)

    assert (plan.context.value("subject"), plan.notes) == (DESCRIBED, (SLOW,))
    assert usage.degraded == "planned simply: too slow"


@pytest.mark.parametrize("size", SIZES)
async def test_a_schema_stands_by_itself_and_has_its_bounds(size: PlanSize) -> None:
    schema = json.dumps(schema_of(CONTRACTS[size].shape))

    assert not {"$ref", "$defs", "anyOf", "default"} & {
        key for key in ("$ref", "$defs", "anyOf", "default") if f'"{key}"' in schema
    }
    assert "maxLength" in schema
    assert "maxLength" not in json.dumps(schema_of(CONTRACTS[size].shape, bounded=False))


async def test_the_sizes_are_what_they_are_called() -> None:
    """Four characters a token, as everywhere here; the compact one was counted by a real model as 606 (docs/benchmarks.md)."""
    prompts = {size: CONTRACTS[size].prompt(plan_request("draw a fox"), simple()) for size in SIZES}

    assert len(prompts["full"].system) > 4 * 1_000
    assert len(prompts["compact"].system) < 4 * 700
    assert len(prompts["hints"].system) < 4 * 200
    assert [CONTRACTS[size].shape.answer_tokens for size in SIZES] == [2_000, 300, 80]


@pytest.fixture(autouse=True)
def _unused(sleep: Callable[..., Any]) -> None:
    """Backoffs are not waited for."""
