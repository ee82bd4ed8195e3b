"""Which size a model is found to fill in: by what it answers, and not by how it is called."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from adapters.openai.errors import TooSlow
from adapters.openai.planner.plan_trial import SAMPLES, try_plans
from agent.domain.plan_sizes import PLAN_SECONDS, PLAN_SECONDS_MAX, PlanTrial
from agent.errors import MalformedCompletion, ModelUnavailable
from agent.ports import Prompt
from tests.fakes.models.language_model import FakeLanguageModel, Says


class Ticks:
    """A clock that goes on by five seconds at each look."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 5.0
        return self.now


def slot(name: str, value: str, **more: Any) -> Mapping[str, Any]:
    return {"slot": name, "value": value, "method": "said", **more}


def full(prompt: Prompt) -> str:
    if "winter" in prompt.user:
        return json.dumps({"intent": "edit", "edits": "P1", "slots": [slot("time", "winter")]})
    if "thank" in prompt.user:
        return json.dumps({"intent": "chat", "answer": "Gladly!"})
    if "monkeys" in prompt.user:
        return json.dumps({"intent": "create", "slots": [slot("subject", "bananas", method="reason")]})
    style = slot("style", "watercolour", method="recall", memory="M1")
    return json.dumps(
        {
            "intent": "create",
            "slots": [slot("subject", "an owl"), slot("text", "OPEN LATE"), slot("exclude", "people"), style],
        }
    )


def compact(prompt: Prompt) -> str:
    if prompt.name != "plan_compact":
        return '{"intent": "create", "slots": []}'
    if "winter" in prompt.user:
        return '{"do": "edit", "see": "", "time": "winter"}'
    if "thank" in prompt.user:
        return '{"do": "chat", "see": "", "say": "Gladly!"}'
    if "monkeys" in prompt.user:
        return '{"do": "create", "see": "a still life with bananas"}'
    return '{"do": "create", "see": "an owl behind a counter", "style": "watercolour"}'


def hints(prompt: Prompt) -> str:
    return (
        '{"clues": "yellow", "answer": "bananas"}'
        if prompt.name == "plan_hints"
        else '{"intent": "create", "do": "create", "see": "x"}'
    )


async def tried(*says: Says, **more: Any) -> PlanTrial:
    return await try_plans(
        FakeLanguageModel(says=list(says), repeats=True), name="tiny", clock=Ticks(), **more
    )


@pytest.mark.parametrize(
    ("says", "size", "asked"), [(full, "full", 4), (compact, "compact", 4), (hints, "hints", 3)]
)
async def test_the_largest_size_that_is_filled_in_rightly_is_taken(says: Says, size: str, asked: int) -> None:
    model = FakeLanguageModel(says=[says], repeats=True)

    trial = await try_plans(model, name="tiny", clock=Ticks())

    assert (trial.model, trial.size, trial.finished, trial.seconds) == ("tiny", size, True, 5.0)
    assert len(model.asked) == asked


async def test_what_is_too_slow_for_a_whole_plan_is_asked_for_less() -> None:
    def slow(prompt: Prompt) -> str:
        if prompt.name == "plan":
            raise TooSlow("still at work")
        return compact(prompt)

    assert (await tried(slow)).size == "compact"


@pytest.mark.parametrize("error", [TooSlow("still at work"), MalformedCompletion("noise")])
async def test_a_model_that_finishes_no_plan_is_said_not_to(error: Any) -> None:
    trial = await tried(error)

    assert (trial.size, trial.finished, trial.tokens_per_second) == ("hints", False, 0.0)


async def test_a_named_size_is_only_measured() -> None:
    model = FakeLanguageModel(says=[hints], repeats=True)

    trial = await try_plans(model, name="tiny", sizes=("compact",), clock=Ticks())

    assert (trial.size, {prompt.name for prompt in model.asked}) == ("compact", {"plan_compact"})


async def test_a_server_that_is_away_is_no_small_model() -> None:
    with pytest.raises(ModelUnavailable):
        await tried(ModelUnavailable("away"))


def test_the_samples_are_of_every_kind() -> None:
    assert len({sample.request.text for sample in SAMPLES}) == len(SAMPLES) == 4
    assert any(sample.request.base for sample in SAMPLES)
    assert any(sample.request.profile.memories for sample in SAMPLES)


@pytest.mark.parametrize(
    ("seconds", "patience"), [(0.5, PLAN_SECONDS), (40.0, 160.0), (400.0, PLAN_SECONDS_MAX)]
)
def test_a_plan_may_take_four_times_as_long_as_the_measured_one(seconds: float, patience: float) -> None:
    trial = PlanTrial(model="m", size="full", finished=True, seconds=seconds, tokens_per_second=9.0)

    assert trial.patience() == patience
