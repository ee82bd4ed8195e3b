"""How likeness and evidence decide together, and what the examples are kept as."""

import pytest

from adapters.builtin.planner.intents import examples
from adapters.builtin.planner.intents.choice import chosen
from adapters.builtin.planner.intents.clues import CLUES, points_of
from adapters.builtin.planner.intents.examples import Likeness
from adapters.builtin.planner.intents.words import AtHand, Words
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.errors import ModelUnavailable
from tests.fakes.builders import picture, plan_request
from tests.fakes.models.planning import decision_on
from tests.patience import PATIENCE_SECONDS


def words(text: str, **at_hand: bool) -> Words:
    return Words(text=text, language="en", at_hand=AtHand(**at_hand))


def test_every_example_has_its_vector() -> None:
    known, vectors = examples.stored()

    assert set(known) == set(examples.sentences()), "run python -m adapters.builtin.planner.intents.vectors"
    assert vectors.shape == (len(known), examples.DIMENSIONS)


def test_a_sentence_is_an_example_of_one_intent() -> None:
    rows = (examples.DATA / "examples.toml").read_text(encoding="utf-8")

    assert len(examples.sentences()) > 1_000
    assert rows.count("says = [") == len(examples.intents())


@pytest.mark.parametrize("clue", CLUES)
def test_a_clue_has_points_for_known_intents(clue: str) -> None:
    assert set(points_of(clue)) <= set(examples.intents())


def test_evidence_outweighs_a_likeness() -> None:
    likeness = {
        "praise": Likeness(points=2.0, example="awesome"),
        "draw": Likeness(points=0.5, example="a dragon"),
    }

    choice = chosen(words("turtle"), likeness)

    assert choice.intent == "draw"
    assert "it names a thing" in choice.arithmetic[0]
    assert "a dragon" in choice.arithmetic[0]


def test_likeness_decides_where_nothing_else_tells() -> None:
    likeness = {"thanks": Likeness(points=3.0, example="ty"), "greeting": Likeness(points=2.0, example="hi")}

    assert chosen(words("hjkl"), likeness).intent == "thanks"


@pytest.mark.parametrize(("has_base", "intent"), [(True, "change"), (False, "draw")])
def test_what_is_at_hand_is_evidence(has_base: bool, intent: str) -> None:
    assert chosen(words("in watercolour", has_base=has_base), {}).intent == intent


def test_the_arithmetic_comes_with_the_plan() -> None:
    decision = decision_on(plan_request("make it night", base=picture()))

    assert any(line.startswith("change ") and "a picture is at hand" in line for line in decision.arithmetic)


class CountingEmbedder:
    """Counts; is away where told so."""

    model = "counting"
    dimensions = examples.DIMENSIONS

    def __init__(self, *, away: bool = False) -> None:
        self.asked: list[str] = []
        self._away = away

    async def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        if self._away:
            raise ModelUnavailable("away")
        return [1.0, *[0.0] * (examples.DIMENSIONS - 1)]

    async def embed_passages(self, texts: list[str]) -> list[list[float]]:
        return [await self.embed_query(text) for text in texts]


async def test_a_message_is_embedded_as_it_was_written() -> None:
    embedder = CountingEmbedder()

    await BuiltInPlanner(embedder).plan(plan_request("Draw a fox, please!"), timeout_seconds=PATIENCE_SECONDS)

    assert embedder.asked == ["Draw a fox, please!"]  # the very text that recall asks for, so that it is kept


async def test_without_an_embedder_plain_evidence_decides() -> None:
    plan, _ = await BuiltInPlanner(CountingEmbedder(away=True)).plan(
        plan_request("draw a fox"), timeout_seconds=PATIENCE_SECONDS
    )

    assert (plan.intent, plan.context.value("subject")) == ("create", "a fox")
