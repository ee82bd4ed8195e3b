"""What the model left out is added from the built-in planner's reading."""

from collections.abc import Mapping
from typing import Any

import pytest

from agent.domain.generation import Evidence, Plan, Statement
from agent.domain.plan_sizes import PlanSize
from tests.adapters.openai.planner.sized_plans import ANSWERS, DESCRIBED, planned, simple
from tests.fakes.builders import context, message, picture


def full(*slots: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    return {"intent": "create", "slots": list(slots), **more}


def said(slot: str, value: str, **more: Any) -> Mapping[str, Any]:
    return {"slot": slot, "value": value, "method": "said", **more}


async def test_a_description_told_in_passing_is_kept_as_the_built_in_reader_reads_it() -> None:
    rex = Statement(kind="character", name="Rex", text="a black labrador", explicit=False)
    other = {
        "kind": "character",
        "name": "Rex",
        "text": "black labrador dog",
        "quote": "Rex is a black labrador",
    }
    text = "Rex is a black labrador, draw him. I like ink"

    liked = {"kind": "preference", "text": "likes ink", "quote": "I like ink"}
    by = simple(statements=(rex, Statement(kind="fact", text="something else")))

    plan = await planned("full", full(said("subject", "Rex"), statements=[other, liked]), text, by=by)

    assert [(s.kind, s.text) for s in plan.statements] == [
        ("character", "a black labrador"),
        ("preference", "likes ink"),
    ]


@pytest.mark.parametrize(("size", "is_reading"), [("full", False), ("compact", False), ("hints", True)])
async def test_a_plan_that_a_model_wrote_is_a_proposal(size: PlanSize, is_reading: bool) -> None:
    """A hint adds to the subject of a reading, and has no say in what is kept or forgotten."""
    rex = Statement(kind="character", name="Rex", text="a black labrador", explicit=False)

    plan = await planned(size, ANSWERS[size], DESCRIBED, by=simple({"subject": DESCRIBED}, statements=(rex,)))

    assert plan.is_reading == is_reading
    assert [one.is_reading or plan.is_reading for one in plan.statements] == [True]


def recalling(**slots: str) -> Plan:
    filled = {
        slot: Evidence(value=value, method="recall", source="memory", memory="m")
        for slot, value in slots.items()
    }
    return simple(context=context({"subject": "a castle"}).fill(filled))  # pyright: ignore[reportArgumentType]


async def test_standing_preferences_that_the_model_left_out_are_applied() -> None:
    guessed = {"slot": "style", "value": "photo", "method": "assume"}

    plan = await planned(
        "full", full(said("subject", "a castle"), guessed, said("exclude", "dogs"), prompt="A castle."),
        "draw a castle, no dogs", by=recalling(style="watercolour", exclude="people"),
    )  # fmt: skip

    assert (plan.context.value("style"), plan.context.slots["style"].memory) == ("watercolour", "m")
    assert plan.context.value("exclude") == "dogs, people"
    assert "In the style of: watercolour." in plan.context.prompt


async def test_what_the_message_says_goes_before_a_preference() -> None:
    plan = await planned(
        "full",
        full(said("subject", "a castle"), said("style", "oil")),
        "draw a castle in oil",
        by=recalling(style="watercolour"),
    )

    assert plan.context.value("style") == "oil"


async def test_a_change_of_everything_is_a_new_picture() -> None:
    base = picture("fox")
    answer = full(said("subject", "a lighthouse"), edits="P1") | {"intent": "edit"}

    anew = await planned("full", answer, "draw a lighthouse", base=base)
    change = await planned("full", answer, "a lighthouse instead", base=base, by=simple(intent="edit"))
    reply = await planned(
        "full", answer, "draw a lighthouse", base=base, replied=message("Here", pictures=[base])
    )

    assert (anew.intent, anew.context.base) == ("create", None)
    assert (change.intent, change.context.base) == ("edit", base.id)
    assert (reply.intent, reply.context.base) == ("edit", base.id)
