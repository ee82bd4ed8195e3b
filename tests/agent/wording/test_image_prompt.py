"""A context put into words: what is seen first, then how it looks, then what must hold."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.generation import SLOT_NAMES, Evidence, GenerationContext, Panel
from agent.image_prompt import PROMPT_CHARS_MAX, prompt_of
from tests.fakes.builders import context


def test_everything_that_is_known_is_said_once() -> None:
    made = context(
        {
            "subject": "a fox reading", "setting": "forest", "time": "night", "style": "watercolour", "palette": "warm",
            "composition": "close-up", "text": "Hello", "count": "3 cats", "exclude": "people", "format": "poster 2:3",
        }
    )  # fmt: skip

    prompt = prompt_of(made)

    assert prompt.startswith("A fox reading, setting: forest, night, in the style of watercolour.")
    for part in (
        "Palette: warm.",
        "Composition: close-up.",
        "“Hello”",
        "Exactly: 3 cats.",
        "must not contain: people.",
        "Format: poster 2:3.",
    ):
        assert prompt.count(part) == 1


def test_a_character_is_described_beside_its_name() -> None:
    made = context({"character": "Luna: silver-haired elf; Rex: brown dog", "subject": "Luna and Rex at tea"})

    prompt = prompt_of(made)

    assert "Luna (silver-haired elf) and Rex (brown dog)" in prompt


def test_a_place_alone_is_the_picture() -> None:
    assert prompt_of(context({"setting": "a quiet beach"})) == "A quiet beach."


def test_what_stands_in_the_subject_is_not_said_again() -> None:
    prompt = prompt_of(context({"subject": "a castle at night", "time": "night"}))

    assert prompt == "A castle at night."
    assert prompt_of(context({"subject": "a beach", "setting": "beach"})) == "A beach."


def test_an_edit_says_that_the_rest_stays() -> None:
    made = replace(context({"subject": "a fox"}), base="image")

    assert prompt_of(made).startswith("Change the given picture and keep its layout")


def test_who_is_described_is_not_named_once_more() -> None:
    made = context({"subject": "Luna", "character": "Luna: silver-haired elf"})

    assert prompt_of(made) == "Luna (silver-haired elf)."


def test_a_panel_says_which_of_the_series_it_is() -> None:
    assert "one of a series: panel 2" in prompt_of(context({"subject": "a cat"}), Panel(label="panel 2"))
    assert "one of a series: panel 1" in prompt_of(replace(context({"subject": "a cat"}), panel="panel 1"))


def test_nothing_known_is_still_a_prompt() -> None:
    assert prompt_of(GenerationContext()) == "A picture."


@given(st.dictionaries(st.sampled_from(SLOT_NAMES), st.text(min_size=1, max_size=600), max_size=12))
def test_any_context_has_a_prompt_of_bounded_length(values: dict) -> None:
    made = GenerationContext(
        slots={name: Evidence(value=value, method="said") for name, value in values.items()}
    )

    prompt = prompt_of(made)

    assert len(prompt) <= PROMPT_CHARS_MAX
    assert prompt == prompt_of(made)


def test_a_word_within_another_does_not_say_it() -> None:
    prompt = prompt_of(context({"subject": "a girl in a raincoat", "time": "rain"}))

    assert prompt == "A girl in a raincoat, rain."
