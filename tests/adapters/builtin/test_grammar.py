"""The small grammar: phrases of a subject, other tools' prompts, slips of the keyboard."""

import pytest

from adapters.builtin.language.typing_mistakes import corrected
from adapters.builtin.planner.reading import phrases
from adapters.builtin.planner.reading.tool_flags import plain


@pytest.mark.parametrize(
    ("subject", "thing", "left"),
    [
        ("a fox reading under a lamp", "lamp", "a fox reading"),
        ("an astronaut riding a horse, with a flag", "horse", "an astronaut, with a flag"),
        ("a cute cat wearing a red hat and sunglasses", "hat", "a cute cat wearing sunglasses"),
        ("a dog and a cat wearing a hat", "cat", "a dog"),
        ("a fox reading under a lamp and a cat", "fox", "a cat"),
        ("a tall woman with short purple hair", "shorts", None),
    ],
)
def test_a_thing_goes_with_what_is_its_own(subject: str, thing: str, left: str | None) -> None:
    if left is None:
        assert not phrases.names(subject, "hat", "en")
    else:
        assert phrases.without_thing(subject, thing, "en") == left


def test_a_colour_is_the_parts_own() -> None:
    assert (
        phrases.described("a girl with red hair and a red coat", "hair", "blue", "en")
        == "a girl with blue hair and a red coat"
    )


@pytest.mark.parametrize(
    ("written", "text", "ratio", "excluded"),
    [
        ("/imagine a city --ar 16:9 --v 7", "a city", "16:9", ()),
        ("a knight, (red cloak:1.3), masterpiece, 8k", "a knight, red cloak", "", ()),
        ("a queen\nNegative prompt: blurry, crown", "a queen", "", ("crown",)),
        ("a street --no cars, people --stylize 200", "a street", "", ("cars", "people")),
        ("a meeting at 16:30", "a meeting at 16:30", "", ()),
    ],
)
def test_other_tools_prompts_are_put_into_plain_words(
    written: str, text: str, ratio: str, excluded: tuple[str, ...]
) -> None:
    found = plain(written)

    assert (found.text, found.ratio, found.excluded) == (text, ratio, excluded)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("drwa a drgaon over a castel", "draw a dragon over a castle"),
        ("a giarffe with a scraf", "a giraffe with a scarf"),
        ("an archer with a towel", "an archer with a towel"),
        ("draw Castel the knight", "draw Castel the knight"),
    ],
)
def test_a_slip_is_put_right_and_nothing_else(written: str, meant: str) -> None:
    assert corrected(written, "en") == meant


@pytest.mark.parametrize("words", ['"50 % {off}"', "“(NEW) BREAK [AND] --ar”", "«a::b»"])
def test_what_stands_in_quotation_marks_is_no_habit_of_a_tool(words: str) -> None:
    read = plain(f"a (big:1.2) sign that says {words} --ar 16:9")
    assert read.text == f"a big sign that says {words}"
    assert read.ratio == "16:9"
