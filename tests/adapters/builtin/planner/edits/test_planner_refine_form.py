"""Refine's form: it names the picture that changes, and what is uploaded with it is to go by."""

from dataclasses import replace

import pytest

from agent.domain.conversation import ImageId, MessageId, Pressed
from tests.fakes.builders import author, context, message, picture, plan_request, turn
from tests.fakes.models.planning import plan_of

BASE = {"subject": "a fox reading under a lamp", "style": "watercolour"}


@pytest.mark.parametrize(
    ("words", "role"), [("make it night", "style"), ("make it night and put this on the table", "subject")]
)
def test_a_picture_uploaded_with_the_change_does_not_take_the_place_of_the_one_that_is_changed(
    words: str, role: str
) -> None:
    base = picture(made_of=context(BASE))
    pressed = Pressed(
        action="refine", args={}, message=MessageId("b1"), owner=author().id, text=words, images=(ImageId("hat"),)
    )  # fmt: skip
    of = replace(turn(replied=message(pictures=[base], id="b1")), request=pressed)

    plan = plan_of(plan_request(words, of=of, base=base))

    assert plan.intent == "edit"
    assert plan.context.base == base.id
    assert BASE["subject"] in plan.context.value("subject")
    assert plan.context.value("time") == "night"
    assert [ref.role for ref in plan.context.references if ref.image == "hat"] == [role]
