"""Scoring by checklist, against hand-made examples."""

import json

import pytest

from adapters.openai.chat.language_model import OpenAILanguageModel
from adapters.openai.connection import connect
from agent.domain.generation import ImageData
from benchmarks.iabench.items import SCALE
from benchmarks.mindbench.items import SCALE as MIND
from benchmarks.quality.checklist_run import dealt
from benchmarks.quality.checklists import Check, ChecklistItem, Verdict, of_picture, of_words, rate_of
from benchmarks.quality.tables import table
from simulators.openai.server import openai_server

CARS = ChecklistItem(
    id="cars", group="enumeration", sessions=(("A parking lot with 5 red and as many blue cars",),),
    checks=(Check(text="five red cars", named=("5 red|five red",)), Check(text="five blue cars", named=("five blue|5 blue", "car"))),
)  # fmt: skip
BARE = ChecklistItem(
    id="bare",
    group="Math",
    sessions=(("The fastest land animal",),),
    checks=(Check(text="A cheetah is shown."),),
)
PIXEL = ImageData(data=b"png", media_type="image/png", width=1, height=1)


@pytest.mark.parametrize(
    ("item", "text", "holds"),
    [
        (CARS, "a car park: five red cars, 5 blue cars", (True, True)),
        (CARS, "a car park with five red and as many blue cars", (True, False)),
        (CARS, "15 red bikes and five blue bikes", (False, False)),
        (CARS, "", (False, False)),
        (BARE, "a cheetah in the grass", (True,)),
        (BARE, "the fastest animal on land", (False,)),
    ],
)
def test_a_plan_holds_what_its_words_name(item: ChecklistItem, text: str, holds: tuple[bool, ...]) -> None:
    assert of_words(item, text).holds == holds


@pytest.mark.parametrize(
    ("holds", "passed", "share"),
    [((True, True), 1.0, 1.0), ((True, False), 0.0, 0.5), ((False, False), 0.0, 0.0), ((), 0.0, 0.0)],
)
def test_a_picture_passes_with_every_entry(holds: tuple[bool, ...], passed: float, share: float) -> None:
    assert (Verdict(holds=holds).passed, Verdict(holds=holds).share) == (passed, share)


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        ([True, True], (True, True)),
        ([True], (True, False)),
        (["yes", "no", "yes"], (True, False)),
        ([], (False, False)),
    ],
)
async def test_what_a_judge_leaves_out_does_not_hold(answer: list[object], holds: tuple[bool, ...]) -> None:
    async with (
        openai_server(lambda asked: json.dumps({"results": answer})) as server,
        connect(key="k", base_url=server.url) as client,
    ):
        verdict = await of_picture(OpenAILanguageModel(client, model="tiny"), CARS, PIXEL, [PIXEL])

    assert verdict.holds == holds
    assert server.asked[0].pictures == 2
    assert "1. five red cars\n2. five blue cars" in server.asked[0].user


def rows(group: str, *scores: float) -> list[dict[str, object]]:
    return [{"group": group, "score": score, "accuracy": score, "usd": 0.01} for score in scores]


def test_the_overall_score_weighs_capabilities_as_published() -> None:
    paper = [*rows("maze", 1, 0), *rows("game", 1, 1), *rows("composition", 0), *rows("user-profile", 1)]

    assert SCALE.overall(paper) == pytest.approx(0.3 * 0 + 0.3 * 0.5 + 0.3 * 1 + 0.1 * 1)
    assert SCALE.overall([*rows("maze", 1), *rows("user-profile", 0)]) == pytest.approx(0.3 / 0.4)
    assert SCALE.overall([]) == 0.0


def test_a_capability_is_the_mean_of_its_items_and_not_of_its_subtasks() -> None:
    several = [*rows("maze", 1, 1, 1), *rows("map", 0)]

    assert rate_of(SCALE.of("Reason", several), "score") == 0.75


def test_without_weights_every_item_counts_alike() -> None:
    assert MIND.overall([*rows("Math", 1), *rows("Poem", 0, 0, 0)]) == 0.25


def test_a_table_has_intervals_and_leaves_out_what_was_not_run() -> None:
    text = table([*rows("maze", 1, 0, 1, 0), *rows("map", 1)], SCALE, "agent", "tiny")

    assert "0.500 (0.150-0.850)" in text
    assert "0.600 (0.231-0.882)" in text
    assert "Overall" in text
    assert "60.0" in text
    assert "Cost: $0.0500" in text
    assert "game" not in text


def test_a_limit_takes_from_every_group_alike() -> None:
    items = [
        ChecklistItem(id=f"{group}{n}", group=group, sessions=(("x",),), checks=()) for group in "abc" for n in range(5)
    ]  # fmt: skip

    assert [item.id for item in dealt(items, 4)] == ["a0", "a1", "b0", "c0"]
    assert dealt(items, None) == items
