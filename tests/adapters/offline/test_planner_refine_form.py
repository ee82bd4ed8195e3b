"""Refine's form: it names the picture that changes, and what is uploaded with it is to go by."""

from dataclasses import replace

from adapters.offline.planning.deciding import plan_of
from agent.conversation import ImageId, MessageId, Pressed
from tests.fakes.builders import author, context, message, picture, plan_request, turn

BASE = {"subject": "a fox reading under a lamp", "style": "watercolour"}


def test_a_picture_uploaded_with_the_change_does_not_take_the_place_of_the_one_that_is_changed() -> None:
    base = picture(made_of=context(BASE))
    pressed = Pressed(
        action="refine", args={}, message=MessageId("b1"), owner=author().id, text="make it night", images=(ImageId("hat"),)
    )  # fmt: skip
    of = replace(turn(replied=message(pictures=[base], id="b1")), request=pressed)

    plan = plan_of(plan_request("make it night", of=of, base=base))

    assert plan.intent == "edit"
    assert plan.context.base == base.id
    assert (plan.context.value("subject"), plan.context.value("time")) == (BASE["subject"], "night")
    assert [ref.role for ref in plan.context.references if ref.image == "hat"] == ["subject"]
