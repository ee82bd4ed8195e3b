"""Which style board a request speaks of, in the languages that people ask in, and when it speaks of none."""

import pytest

from agent.rendering.style_boards import board_named, may_speak_of_boards

NAMES = ["Sunny", "Ink lines"]

SPOKEN = [
    ("draw a fox in my Sunny board", "named", "Sunny", "draw a fox"),
    ("a castle in Sunny style at night", "named", "Sunny", "a castle at night"),
    ("draw a fox in the style sunny", "named", "Sunny", "draw a fox"),
    ("a banner with our ink-lines board, please", "named", "Ink lines", "a banner, please"),
    ("draw a fox in our house style", "house", "", "draw a fox"),
    ("ein Fuchs in unserem Hausstil", "house", "", "ein Fuchs"),
    ("un renard dans notre style maison", "house", "", "un renard"),
    ("un zorro en nuestro estilo de la casa", "house", "", "un zorro"),
    ("draw a fox in my board", "mine", "", "draw a fox"),
    ("draw a fox in my mood board", "mine", "", "draw a fox"),
    ("draw a fox in my Cloudy board", "named", "Cloudy", "draw a fox"),
]


@pytest.mark.parametrize(("text", "which", "name", "rest"), SPOKEN)
def test_a_board_is_read_and_taken_out_of_the_request(text: str, which: str, name: str, rest: str) -> None:
    assert may_speak_of_boards(text)
    found = board_named(text, NAMES)

    assert found is not None
    assert (found.which, found.name, found.rest) == (which, name, rest)


@pytest.mark.parametrize(
    "text",
    [
        "draw a fox on a board", "a chess board with a cat", "a sunny day at the beach", "a house in the style of Monet",
        "a sign that says “in our house style”", "a skateboard in the rain", "a fox in watercolour style", "a surfer with a board",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_is_left_alone(text: str) -> None:
    assert board_named(text, NAMES) is None
