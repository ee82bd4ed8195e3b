"""What rests on a memory goes with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.memory.forgetting.text_scrubbing import GONE, Forgotten, scrubbed, scrubbed_text, values_resting_on

FORGOTTEN = Forgotten.of(["m1"], ["a silver elf", "Al"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("draw A  Silver\nElf now", f"draw {GONE} now"), ("Al also calls", f"{GONE} also calls"), ("nothing", "nothing"),
        ("", ""), ("(al)", f"({GONE})"),
    ],
)  # fmt: skip
def test_a_phrase_is_taken_out_whatever_its_case_and_spacing(text: str, expected: str) -> None:
    assert scrubbed_text(text, FORGOTTEN) == expected


def test_what_rests_on_a_memory_goes_and_the_rest_stays() -> None:
    document = {
        "slots": {
            "character": {"value": "an elf", "memory": "m1"},
            "style": {"value": "noir", "memory": None},
        },
        "memories": ["a silver elf", "other"],
        "list": [{"memory": "m1"}, {"memory": "m2"}, "m1", 3, None, True],
    }

    assert scrubbed(document, FORGOTTEN) == {
        "slots": {"style": {"value": "noir", "memory": None}},
        "memories": [GONE, "other"],
        "list": [{"memory": "m2"}, GONE, 3, None, True],
    }
    assert values_resting_on(document, frozenset(["m1"])) == ["an elf"]


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_nothing_told_survives_scrubbing(text: str, phrases: list[str]) -> None:
    forgotten = Forgotten.of([], phrases)
    once = scrubbed_text(text, forgotten)

    for phrase in forgotten.phrases:
        spaced = f" {phrase} "
        assert phrase not in scrubbed_text(spaced, forgotten).replace(GONE, "")
    assert len(once) <= max(len(text) * len(GONE), 1)
