"""Forms say by themselves what they belong to."""

import pytest

from adapters.discord.inbound.forms import Form, read_form, refine_form


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
