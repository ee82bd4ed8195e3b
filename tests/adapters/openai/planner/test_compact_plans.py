"""Compact plans: what a small model says is to be seen, within what the built-in planner read."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import Check, Gap, Statement
from agent.domain.plan_sizes import PlanSize
from tests.adapters.openai.planner.sized_plans import planned, simple
from tests.fakes.builders import context, memory, message, picture, plan_request
from tests.fakes.models.language_model import FakeLanguageModel
from tests.fakes.models.plain_planner import SetPlanner
from tests.patience import PATIENCE_SECONDS


async def test_a_compact_plan_is_told_where_its_values_come_from() -> None:
    liked = memory("prefers watercolour", slot="style")

    plan = await planned(
        "compact",
        {"do": "create", "see": "an owl", "style": "watercolour", "time": "dusk"},
        "draw an owl",
        memories=[liked],
    )

    origin = {slot: (evidence.method, evidence.memory) for slot, evidence in plan.context.slots.items()}
    assert origin == {"subject": ("said", None), "style": ("recall", liked.id), "time": ("reason", None)}


async def test_what_a_small_model_fills_in_of_itself_is_left_out() -> None:
    filled = {"style": "16:9", "colours": "teal", "who": "Luna: an elf"}

    plan = await planned("compact", {"do": "create", "see": "a fox", **filled}, "draw a fox")

    assert set(plan.context.slots) == {"subject"}
    assert [check.slot for check in plan.checklist] == ["subject"]


async def test_what_can_be_read_word_for_word_is_read_by_the_built_in_planner() -> None:
    sign = Check(slot="text", text="the sign says OPEN", hard=True)
    by = simple(
        {"subject": "a sign", "text": "OPEN", "exclude": "people", "format": "16:9"}, checklist=(sign,)
    )

    plan = await planned(
        "compact",
        {"do": "create", "see": "a neon sign"},
        "a neon sign that says OPEN, no people, 16:9",
        by=by,
    )

    assert {slot: e.value for slot, e in plan.context.slots.items()} == {
        "subject": "a neon sign", "text": "OPEN", "exclude": "people", "format": "16:9",
    }  # fmt: skip
    assert sign in plan.checklist


@pytest.mark.parametrize(
    ("answer", "by"),
    [
        ({"do": "create", "see": "a fox"}, {"intent": "chat", "context": context({}), "answer": "You're welcome!"}),
        ({"do": "create", "see": "a lighthouse"}, {"intent": "about_image", "context": context({})}),
        ({"do": "chat", "see": "", "say": "A lovely idea!"}, {}),
        ({"do": "remember", "see": "a lighthouse"}, {}),
    ],
)  # fmt: skip
async def test_whether_a_picture_is_wanted_is_the_built_in_planners_word(
    answer: Mapping[str, Any], by: Mapping[str, Any]
) -> None:
    reading = simple(**by)

    assert await planned("compact", answer, "a lighthouse would be lovely", by=reading) == reading


async def test_talk_is_answered_in_the_models_words() -> None:
    talk = simple(intent="chat", context=context({}), answer="Hm?")

    plan = await planned("compact", {"do": "chat", "see": "", "say": "Gladly!"}, "lovely!", by=talk)

    assert (plan.intent, plan.answer) == ("chat", "Gladly!")


async def test_what_is_told_to_be_kept_is_not_drawn_by_a_small_model() -> None:
    kept = simple(statements=(Statement(kind="preference", text="prefers ink"),))
    model = FakeLanguageModel(says=[])

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(kept), size="compact").plan(
        plan_request("always ink please. A fox"), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan, model.asked) == (kept, [])


async def test_an_edit_keeps_what_the_picture_was_made_of() -> None:
    made_of = context({"subject": "a fox", "style": "ink", "format": "16:9"}, method="assume")
    base = picture("fox", made_of=made_of)

    plan = await planned(
        "compact",
        {"do": "edit", "see": "", "time": "night"},
        "night, please",
        by=simple({"subject": "night"}),
        base=base,
        replied=message("Here", pictures=[base]),
    )

    assert plan.context.base == base.id
    assert set(plan.context.slots) == {"subject", "style", "format", "time"}


@pytest.mark.parametrize("intent", ["remember", "forget", "refuse", "edit", "restyle", "vary"])
@pytest.mark.parametrize("size", ["compact", "hints"])
async def test_what_the_built_in_planner_is_sure_of_needs_no_small_model(size: PlanSize, intent: Any) -> None:
    model = FakeLanguageModel(says=[])

    plan, usage = await ModelPlanner(model, fallback=SetPlanner(simple(intent=intent)), size=size).plan(
        plan_request("forget the watercolour"), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan.intent, model.asked, usage.model) == (intent, [], "set")


async def test_what_only_the_person_knows_is_asked_and_not_invented() -> None:
    model = FakeLanguageModel(says=[])
    asks = simple(
        {"subject": "my cat"},
        gaps=(Gap(slot="character", why="unknown", route="ask", question="Which cat?"),),
    )

    plan, _ = await ModelPlanner(model, fallback=SetPlanner(asks), size="compact").plan(
        plan_request("draw my cat"), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan, model.asked) == (asks, [])


async def test_a_request_that_starts_anew_is_planned_without_the_picture_before() -> None:
    model = FakeLanguageModel(says=['{"do": "edit", "see": "a lighthouse"}'])
    made = ModelPlanner(model, fallback=SetPlanner(simple({"subject": "a lighthouse"})), size="compact")

    plan, _ = await made.plan(
        plan_request("draw a lighthouse", base=picture("fox")), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan.intent, plan.context.base, plan.context.value("subject")) == ("create", None, "a lighthouse")
    assert "a fox" not in model.asked[0].user
