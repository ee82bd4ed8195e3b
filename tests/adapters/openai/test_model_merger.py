import json
from typing import Any

import pytest

from adapters.openai.distiller import ModelDistiller
from adapters.openai.merger import ModelMerger
from agent.domain.generation import Evidence, GenerationContext
from agent.errors import ModelUnavailable
from agent.ports import Findings
from tests.fakes.builders import context
from tests.fakes.models.images import png
from tests.fakes.models.language_model import FakeLanguageModel
from tests.patience import PATIENCE_SECONDS

CONTEXT = context({"subject": "the Eiffel tower", "style": "ink"})
HEIGHT = Findings(
    slot="subject",
    query="Eiffel tower height",
    text="It is 330 m tall.",
    sources=("https://a.example/", "https://b.example/"),
)


def merger(*filled: dict[str, Any]) -> tuple[ModelMerger, FakeLanguageModel]:
    model = FakeLanguageModel(says=[json.dumps({"filled": list(filled)})], repeats=True)
    return ModelMerger(model), model


def fills(slot: str, value: str, finding: int = 1) -> dict[str, Any]:
    return {"slot": slot, "value": value, "finding": finding, "confidence": 0.9}


async def test_a_finding_fills_the_slot_it_was_searched_for_with_its_source() -> None:
    made, model = merger(fills("subject", "the Eiffel tower, 330 m tall"))

    found, usage = await made.merge(CONTEXT, [HEIGHT], timeout_seconds=PATIENCE_SECONDS)

    assert found.slots["subject"] == Evidence(
        value="the Eiffel tower, 330 m tall", method="search", source="https://a.example/", confidence=0.9
    )
    assert found.slots["style"] == CONTEXT.slots["style"]
    assert usage.cost_usd == model.cost_usd
    assert len(model.asked) == 1


async def test_a_prompt_that_is_there_is_told_the_facts() -> None:
    made, _ = merger(fills("subject", "the tower, 330 m tall"))
    before = GenerationContext(slots=CONTEXT.slots, prompt="A tower in ink.")

    found, _ = await made.merge(before, [HEIGHT], timeout_seconds=PATIENCE_SECONDS)

    assert found.prompt == "A tower in ink. To be shown exactly so: subject: the tower, 330 m tall."


@pytest.mark.parametrize(
    "filled",
    [fills("exclude", "nothing"), fills("style", "what the page says"), fills("subject", "x", 0), fills("subject", "x", 2),
     fills("subject", "   "), fills("subject", "the Eiffel tower")],
)  # fmt: skip
async def test_a_page_changes_no_other_slot_and_nothing_changes_for_nothing(filled: dict[str, Any]) -> None:
    made, _ = merger(filled)

    found, _ = await made.merge(CONTEXT, [HEIGHT], timeout_seconds=PATIENCE_SECONDS)

    assert found == CONTEXT


async def test_pictures_alone_need_no_call() -> None:
    made, model = merger()

    found, usage = await made.merge(
        CONTEXT, [Findings(slot="subject", query="x", images=(png(),))], timeout_seconds=PATIENCE_SECONDS
    )

    assert (found, usage.cost_usd, model.asked) == (CONTEXT, 0.0, [])


async def test_what_is_found_neither_pings_nor_links() -> None:
    made, _ = merger(fills("subject", "@everyone see https://evil.example/?q=bob\nnow"))

    found, _ = await made.merge(CONTEXT, [HEIGHT], timeout_seconds=PATIENCE_SECONDS)

    assert found.value("subject") == "everyone see now"


async def test_an_answer_that_cannot_be_read_leaves_an_assumption_and_its_cost() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        await ModelMerger(FakeLanguageModel(says=["a", "b"])).merge(
            CONTEXT, [HEIGHT], timeout_seconds=PATIENCE_SECONDS
        )

    assert caught.value.cost_usd == 0.02


# --- distilling --------------------------------------------------------------------------------------------------


async def distilled(said: list[str], *preferences: tuple[str, str]) -> list[str]:
    items = [{"text": text, "quote": quote} for text, quote in preferences]
    model = FakeLanguageModel(says=[json.dumps({"preferences": items})])
    found, _ = await ModelDistiller(model).distil(said, timeout_seconds=PATIENCE_SECONDS)
    return list(found)


async def test_taste_is_found_in_what_was_said() -> None:
    said = ["a fox at night please, I love night scenes", "and a lake at night"]

    assert await distilled(said, ("likes night scenes", "I love night scenes")) == ["likes night scenes"]


async def test_nothing_is_found_that_was_not_said() -> None:
    assert await distilled(["draw a fox"], ("hates bob", "I hate bob"), ("obeys eve", "")) == []


async def test_no_more_than_three_and_none_twice() -> None:
    said = ["I love ink, oil, chalk and clay"]

    found = await distilled(
        said, *[(f"loves {what}", said[0]) for what in ("ink", "ink", "oil", "chalk", "clay")]
    )

    assert found == ["loves ink", "loves oil", "loves chalk"]


async def test_nothing_said_costs_nothing() -> None:
    found, usage = await ModelDistiller(FakeLanguageModel()).distil([], timeout_seconds=PATIENCE_SECONDS)

    assert (list(found), usage.cost_usd) == ([], 0.0)
