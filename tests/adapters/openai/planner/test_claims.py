"""What a model claims of a value is looked up."""

from collections.abc import Mapping
from typing import Any

from tests.adapters.openai.planner.sized_plans import planned
from tests.fakes.builders import memory, message


def full(*slots: Mapping[str, Any], **more: Any) -> Mapping[str, Any]:
    return {"intent": "create", "slots": list(slots), **more}


def said(slot: str, value: str, **more: Any) -> Mapping[str, Any]:
    return {"slot": slot, "value": value, "method": "said", **more}


async def test_said_is_what_stands_in_message_or_thread() -> None:
    plan = await planned(
        "full", full(said("subject", "a fox"), said("setting", "a lake"), said("time", "dawn"), said("style", "oil")),
        "draw a fox", thread=[message("by the lake please", by="ana"), message("in oil!", by="bob")],
    )  # fmt: skip

    told = {slot: (e.method, e.source) for slot, e in plan.context.slots.items()}
    assert told["subject"] == told["setting"] == ("said", "you said")
    assert told["style"] == ("said", "said here before")
    assert told["time"][0] == "reason"


async def test_words_to_be_printed_are_said_only_word_for_word() -> None:
    plan = await planned(
        "full", full(said("text", "Happy Birthday Jo")), "a card for Jo's birthday, happy colours"
    )

    assert plan.context.slots["text"].method == "reason"


async def test_a_memory_is_cited_by_what_it_says_and_not_by_the_number_it_was_given() -> None:
    luna, liked = (
        memory("silver-haired elf", "character", name="Luna"),
        memory("prefers watercolour", slot="style"),
    )

    plan = await planned(
        "full", full({"slot": "style", "value": "watercolour", "method": "recall", "memory": "M1"}, said("character", "silver-haired elf")),
        "draw her", memories=[luna, liked],
    )  # fmt: skip

    assert plan.context.slots["style"].memory == liked.id
    assert (plan.context.slots["character"].method, plan.context.slots["character"].memory) == (
        "recall",
        luna.id,
    )


async def test_what_was_copied_from_an_example_is_dropped() -> None:
    plan = await planned(
        "full",
        full(said("subject", "a fox"), said("character", "<name>: <looks>"), prompt="<animal> in <style>"),
        "draw a fox",
    )

    assert set(plan.context.slots) == {"subject"}
    assert plan.context.prompt == ""


async def test_a_person_may_write_what_looks_like_an_example() -> None:
    plan = await planned("full", full(said("text", "<hello world>")), "a sign that says <hello world>")

    assert plan.context.slots["text"].method == "said"
