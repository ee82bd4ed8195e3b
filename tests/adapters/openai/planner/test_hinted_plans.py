"""Hints: the built-in planner plans, and the model says what a description stands for."""

import pytest

from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import Gap, Plan
from tests.adapters.openai.planner.sized_plans import planned, simple
from tests.fakes.builders import context, plan_request
from tests.fakes.models.language_model import FakeLanguageModel
from tests.fakes.models.plain_planner import SetPlanner
from tests.patience import PATIENCE_SECONDS


async def test_a_riddle_is_drawn_by_its_answer_and_its_words() -> None:
    riddle = "the animal that sleeps hanging in caves"

    plan = await planned("hints", {"answer": "Bat."}, riddle, by=simple({"subject": riddle, "style": "ink"}))

    subject = plan.context.slots["subject"]
    assert (subject.value, subject.method) == (f"{riddle} (Bat)", "reason")
    assert plan.context.value("style") == "ink"


SNOW = simple({"subject": "a fox in the deep snow"})


@pytest.mark.parametrize("answer", ["", "fox", "a fox", "<animal>", "the animal <does this>"])
async def test_an_answer_that_says_nothing_new_changes_nothing(answer: str) -> None:
    assert await planned("hints", {"answer": answer}, "draw a fox in the deep snow", by=SNOW) == SNOW


@pytest.mark.parametrize(
    "by",
    [
        simple(intent="edit"),
        simple(intent="chat", context=context({})),
        simple(gaps=(Gap(slot="character", why="two dogs", route="ask"),)),
        simple({"subject": "a lighthouse"}),
        simple({"subject": "Luna on her old bicycle", "character": "Luna: an elf"}),
        simple(context=context({"subject": "the cat with the white paws"}, method="recall")),
    ],
)
async def test_a_model_is_not_asked_where_nothing_is_open(by: Plan) -> None:
    model = FakeLanguageModel(says=[])

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(by), size="hints").plan(
        plan_request("hm"), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan, model.asked) == (by, [])
