"""Gaps filled from the web: side by side, in time, with their sources, and never at the price of the turn."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from adapters.openai.judge import ModelJudge
from adapters.openai.merger import ModelMerger
from adapters.openai.planner.planner import ModelPlanner
from agent.domain.generation import GenerationContext, Search
from agent.errors import BadInput
from agent.grounding.web_findings import IMAGES_MAX, SEARCHES_MAX, ground
from agent.limits import Limits
from agent.ports import SearchResult
from agent.turn_context import open_turn_context
from simulators.pictures import drawn
from tests.fakes.builders import context, turn
from tests.fakes.models.language_model import FakeLanguageModel
from tests.fakes.models.plain_planner import PlainPlanner
from tests.fakes.web_search import FakeWebSearch
from tests.patience import PATIENCE_SECONDS
from tests.worlds.house import FakeJournal, FakeProgress, House

CONTEXT = context({"subject": "the tower"}, method="assume")
PAGE = SearchResult(title="Tower", url="https://a.example/", snippet="It is 330 m tall.")
PHOTO = SearchResult(title="Tower", url="https://b.example/", image_url="https://b.example/t.png")


def text(query: str = "tower height") -> Search:
    return Search(query=query, kind="text", slot="subject")


def image(query: str = "tower") -> Search:
    return Search(query=query, kind="image", slot="subject")


@dataclass(slots=True)
class Grounding:
    """A house, the model that merges, and what came of it."""

    house: House
    model: FakeLanguageModel
    journal: FakeJournal = field(init=False)
    progress: FakeProgress = field(default_factory=FakeProgress)

    async def run(
        self, *searches: Search, of: GenerationContext = CONTEXT
    ) -> tuple[GenerationContext, tuple[str, ...]]:
        said = turn()
        self.journal = self.house.journal(said)
        parts = self.house.parts()
        return await ground(
            parts, await open_turn_context(parts, said, self.journal, self.progress), of, searches
        )


@pytest.fixture
def web() -> FakeWebSearch:
    return FakeWebSearch(texts=(PAGE,), pictures=(PHOTO,))


@pytest.fixture
def grounding(web: FakeWebSearch) -> Grounding:
    filled = [{"slot": "subject", "finding": 1, "value": "the tower, 330 m tall", "confidence": 0.9}]
    model = FakeLanguageModel(says=[json.dumps({"filled": filled})], repeats=True)
    house = House(
        planner=ModelPlanner(model, fallback=PlainPlanner()), judge=ModelJudge(model), merger=ModelMerger(model),
        image_model=None, search=web,  # type: ignore[arg-type]
    )  # fmt: skip
    house.fetcher.pages["https://a.example/"] = "Built in 1889, 330 m."
    house.fetcher.pictures["https://b.example/t.png"] = drawn(80, 60, "tower")
    return Grounding(house, model)


async def test_nothing_to_look_up_costs_nothing(grounding: Grounding) -> None:
    found, missed = await grounding.run()

    assert (found, missed, grounding.model.asked, grounding.progress.said) == (CONTEXT, (), [], [])


async def test_what_a_page_says_fills_its_slot_with_its_source(grounding: Grounding) -> None:
    found, missed = await grounding.run(text())

    assert found.slots["subject"].value == "the tower, 330 m tall"
    assert found.slots["subject"].source == "https://a.example/"
    assert missed == ()
    assert "Built in 1889" in grounding.model.asked[0].user
    assert "It is 330 m tall." in grounding.model.asked[0].user
    assert grounding.progress.said == [("search", "looking up “tower height”")]


async def test_found_pictures_become_references_without_a_model_call(grounding: Grounding) -> None:
    found, _ = await grounding.run(image(), of=replace(CONTEXT, prompt="The tower."))

    assert [(r.role, r.label) for r in found.references] == [("subject", "tower")]
    assert found.references[0].image in grounding.house.images.images
    assert found.slots["references"].source == "https://b.example/"
    assert found.prompt == "The tower. The last 1 of the given pictures show: tower."
    assert grounding.model.asked == []


async def test_searches_run_side_by_side(grounding: Grounding) -> None:
    together = asyncio.Barrier(3)

    class Meeting(FakeWebSearch):
        """Answers once all three have asked."""

        async def text(self, query: str, *, limit: int, timeout_seconds: float) -> Sequence[SearchResult]:
            await together.wait()
            return self.texts

    grounding.house.search = Meeting(texts=(PAGE,))

    found, missed = await asyncio.wait_for(grounding.run(text("a"), text("b"), text("c")), PATIENCE_SECONDS)

    assert missed == ()
    assert found.slots["subject"].method == "search"


async def test_no_more_than_a_few_searches_are_made(grounding: Grounding, web: FakeWebSearch) -> None:
    await grounding.run(*(text(f"q{number}") for number in range(SEARCHES_MAX + 3)))

    assert len(web.asked) == SEARCHES_MAX


async def test_no_more_than_a_few_pictures_are_kept(grounding: Grounding, web: FakeWebSearch) -> None:
    web.pictures = (PHOTO,) * 5

    found, _ = await grounding.run(image())

    assert len(found.references) == IMAGES_MAX


async def test_a_search_that_is_down_is_named(grounding: Grounding, web: FakeWebSearch) -> None:
    web.down = True

    assert await grounding.run(text(), image()) == (
        CONTEXT,
        ("I could not look up “tower height”", "I could not look up “tower”"),
    )


async def test_a_search_without_results_is_named(grounding: Grounding, web: FakeWebSearch) -> None:
    web.texts = ()

    assert (await grounding.run(text()))[1] == ("I could not look up “tower height”",)


async def test_a_search_that_hangs_ends_at_its_deadline(grounding: Grounding, web: FakeWebSearch) -> None:
    web.hangs = True
    grounding.house.limits = Limits(search_seconds=0.1)

    found, missed = await asyncio.wait_for(grounding.run(text()), PATIENCE_SECONDS)

    assert (found, len(missed)) == (CONTEXT, 1)


async def test_a_page_that_hangs_costs_the_page_and_not_its_snippet(grounding: Grounding) -> None:
    grounding.house.fetcher.delay = 30.0
    grounding.house.limits = Limits(search_seconds=0.5)

    found, missed = await asyncio.wait_for(grounding.run(text()), PATIENCE_SECONDS)

    assert missed == ()
    assert found.slots["subject"].method == "search"
    assert "Built in 1889" not in grounding.model.asked[0].user


async def test_a_page_or_picture_that_is_refused_adds_nothing(grounding: Grounding) -> None:
    class Refusing:
        async def page(self, url: str, *, timeout_seconds: float) -> str:
            raise BadInput("That link does not lead to a public site.")

        async def image(self, url: str, *, timeout_seconds: float) -> bytes:
            raise BadInput("That link does not lead to a public site.")

    grounding.house.fetcher = Refusing()  # type: ignore[assignment]

    found, missed = await grounding.run(text(), image())

    assert found.references == ()
    assert missed == ("I could not look up “tower”",)


async def test_what_is_no_picture_is_not_kept(grounding: Grounding) -> None:
    grounding.house.fetcher.pictures["https://b.example/t.png"] = b"<html>"

    found, missed = await grounding.run(image())

    assert (found.references, len(missed)) == ((), 1)


async def test_a_merging_model_that_is_away_leaves_the_assumption(grounding: Grounding) -> None:
    grounding.model.says = []

    found, missed = await grounding.run(text())

    assert (found, missed) == (CONTEXT, ("I could not work in what I looked up",))


async def test_without_budget_for_a_model_call_the_assumption_stays(grounding: Grounding) -> None:
    grounding.house.limits = Limits(model_calls=0)

    found, missed = await grounding.run(text())

    assert (found, missed) == (CONTEXT, ("I could not work in what I looked up",))
    assert grounding.model.asked == []
