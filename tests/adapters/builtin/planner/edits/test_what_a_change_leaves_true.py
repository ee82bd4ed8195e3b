"""After a change the slots describe one scene: no word of the order stands in them, and nothing that the change has made untrue."""

import pytest

from adapters.builtin.planner.edits.operations import edit_of
from agent.domain.generation import SlotName

Shown = dict[SlotName, str]


@pytest.mark.parametrize(
    ("shown", "said", "expected"),
    [
        ({"subject": "Luna", "setting": "beach"}, "make the sea purple", {"setting": "beach with a purple sea"}),
        ({"subject": "a village", "setting": "winter"}, "make it summer", {"time": "summer", "setting": ""}),
        ({"subject": "a knight", "setting": "dark forest"}, "too dark", {"palette": "bright", "setting": "forest"}),
        ({"subject": "a tall tower"}, "make the tower shorter", {"subject": "a shorter tower"}),
        ({"subject": "a red dragon on a castle"}, "ok but bluer?", {"subject": "a blue dragon on a castle"}),
        ({"subject": "a frog with a crown"}, "crowns too big", {"subject": "a frog with a smaller crown"}),
        (
            {"subject": "a bakery with a cat in the window"},
            "lose the cat",
            {"subject": "a bakery", "exclude": "cat"},
        ),
    ],
)  # fmt: skip
def test_what_comes_in_puts_out_what_it_contradicts(shown: Shown, said: str, expected: Shown) -> None:
    assert edit_of(said, shown, "en").slots == expected


@pytest.mark.parametrize(
    ("shown", "said", "expected"),
    [
        ("an orc with an axe", "needs 2 axes", {"subject": "an orc with 2 axes", "count": "2 axes"}),
        ("a house", "could do with a rider", {"subject": "a house, with a rider"}),
        ("an orc", "lose the helmet if theres one", {"exclude": "helmet"}),
        ("apples and bananas", "no bananas (allergic lmao)", {"subject": "apples", "exclude": "bananas"}),
    ],
)
def test_words_around_the_wish_only_ask_for_it(shown: str, said: str, expected: Shown) -> None:
    edit = edit_of(said, {"subject": shown}, "en")

    assert edit.slots == expected
    assert edit.missed == ()


@pytest.mark.parametrize("said", ["there should only be 3 kids", "Kind regards, Margaret"])
def test_no_word_of_an_order_comes_into_the_picture(said: str) -> None:
    assert edit_of(said, {"subject": "a teacher with students"}, "en").slots == {}


def test_each_of_several_comparisons_is_a_change() -> None:
    edit = edit_of("more crowded, more lanterns, less purple", {"subject": "a market"}, "en")

    assert edit.slots == {"composition": "more crowded", "subject": "a market, with more lanterns"}
    assert edit.missed == ("less purple",)
