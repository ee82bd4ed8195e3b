"""Forms say by themselves what they belong to."""

import pytest

from adapters.discord.inbound.forms import Form, form_of_button, form_of_menu, read_form, refine_form


def test_a_form_says_by_itself_what_it_belongs_to() -> None:
    form = Form(what="button", message="12", button="v1:refine:" + "k" * 22)
    made = refine_form(form, "a fox")

    filled = read_form(
        {
            "custom_id": made["custom_id"],
            "components": [{"component": {"custom_id": "words", "value": " at night "}}],
        }
    )

    assert filled is not None
    assert (filled.form, filled.text, filled.files) == (form, "at night", ())


@pytest.mark.parametrize(
    "forged", ["", "f1:evil:1:", "f1:button:x:y", "f1:button:1:" + "k" * 90, "f2:refine:1:"]
)
def test_a_forged_form_is_none(forged: str) -> None:
    assert read_form({"custom_id": forged, "components": "nonsense"}) is None


def test_report_asks_why_and_takes_no_answer_for_one() -> None:
    made = form_of_menu("Report picture", "12", "")
    assert made is not None
    (label,) = made["components"]

    filled = read_form(
        {"custom_id": made["custom_id"], "components": [{"component": {"custom_id": "words"}}]}
    )

    assert (label["component"]["required"], label["component"]["max_length"]) == (False, 200)
    assert filled is not None
    assert (filled.form, filled.text) == (Form(what="report", message="12"), "")


@pytest.mark.parametrize(("action", "has_form"), [("report", True), ("refine", True), ("again", False)])
def test_some_buttons_have_a_form(action: str, has_form: bool) -> None:
    button = f"v1:{action}:" + "k" * 22

    made = form_of_button(action, button, "12", "a fox")

    assert (made is not None) is has_form
    if made is not None:
        filled = read_form({"custom_id": made["custom_id"], "components": []})
        assert filled is not None
        assert filled.form == Form(what="button", message="12", button=button)
