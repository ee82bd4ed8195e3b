"""What is judged before the render, and which of two pictures is kept."""

import pytest

from agent.domain.evaluation import Evaluation
from agent.domain.generation import Check, GenerationContext, Panel, Plan, Reference
from agent.domain.memory import Profile
from agent.ports import KeptImage
from agent.rendering.evaluation import better, hard_checks, lacks, stayed_wrong, with_rules
from tests.fakes.builders import context, memory


def kept(name: str, score: float, *failed: str) -> tuple[KeptImage, Evaluation]:
    image = KeptImage(image=name, model="sketch", width=8, height=8)
    return image, Evaluation(verdict="revise", score=score, failed=failed)


@pytest.mark.parametrize("slot", ["subject", "character", "setting", "text", "style"])
def test_one_thing_to_draw_is_enough(slot: str) -> None:
    assert lacks(Plan(intent="create", context=context({slot: "x"}))) == ()


@pytest.mark.parametrize("slot", ["time", "format", "exclude", "palette"])
def test_a_detail_of_nothing_is_nothing_to_draw(slot: str) -> None:
    assert lacks(Plan(intent="create", context=context({slot: "x"}))) == ("there is nothing to draw yet",)


def test_a_picture_at_hand_is_enough() -> None:
    reference = (Reference(image="photo", role="subject"),)

    assert lacks(Plan(intent="edit", context=GenerationContext(base="image"))) == ()
    assert lacks(Plan(intent="create", context=GenerationContext(references=reference))) == ()


def test_panels_may_name_what_is_drawn() -> None:
    named, unnamed = Panel(label="1", slots={"subject": "a cat"}), Panel(label="1")

    assert lacks(Plan(intent="series", panels=(named,))) == ()
    assert lacks(Plan(intent="series", panels=(unnamed,))) != ()


def test_only_hard_checks_are_worth_a_call() -> None:
    hard, soft = Check(slot="count", text="three", hard=True), Check(slot="style", text="noir")

    assert hard_checks([soft, hard]) == (hard,)


def test_rules_are_checked_whatever_was_planned() -> None:
    profile = Profile(memories=(memory("never gore", "rule", scope="channel"), memory("prefers noir")))

    assert with_rules(context(), profile) == (
        Check(slot="exclude", text="it keeps the rule: never gore", hard=True),
    )


def test_the_better_picture_is_kept_the_first_on_a_draw() -> None:
    first, second = kept("first", 0.5), kept("second", 0.75)

    assert better(first, second) is second
    assert better(second, first) is second
    assert better(first, kept("third", 0.5)) is first


def test_what_stayed_wrong_is_admitted() -> None:
    assert stayed_wrong(kept("first", 0.5, "there are three cats")[1]) == ("there are three cats",)
