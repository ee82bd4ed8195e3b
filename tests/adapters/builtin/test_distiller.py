"""Taste told by counting: the usual look, what is always left out, the change asked for again and again."""

import pytest

from adapters.builtin.distiller import LINES_MAX, NAMED_MIN, BuiltInDistiller, found_in
from agent.ports import Distiller
from tests.contracts.models.distiller_contract import DistillerContract


class TestOfflineDistiller(DistillerContract):
    @pytest.fixture
    def distiller(self) -> Distiller:
        return BuiltInDistiller()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (("a fox in ink", "style: ink", "a cat in ink", "make it night", "thanks"), ["prefers ink"]),
        (("a fox in watercolor", "ein Fuchs in Aquarell", "un zorro en acuarela", "a", "b"), ["prefers acuarela"]),
        (("style: ink; palette: blue and gold",) * 3 + ("a fox", "a cat"), ["prefers ink", "prefers blue and gold"]),
        (("a fox in ink", "a cat in oil paint", "an owl in ink", "make it night", "a boat"), []),
        (("a fox in ink", "a cat in ink", "an owl in ink", "a boat", "a hen", "an elk"), []),
        (("a fox in ink", "a cat in ink"), []),
        (("less dark", "a fox", "make it less dark please", "a cat", "an owl"), ["prefers less dark"]),
        (("a fox", "brighter", "a cat", "can you make it brighter?"), ["prefers brighter"]),
        (("weniger dunkel bitte", "ein Fuchs", "weniger dunkel"), ["prefers weniger dunkel"]),
        (("less dark less dark", "a fox"), []),
        (("less dark", "darker", "less dark", "darker please", "brighter", "more dark"), []),
        (("less dark", "brighter", "less dark", "brighter"), ["prefers less dark", "prefers brighter"]),
        (("more trees", "less trees", "more trees", "less trees", "warmer", "warmer"), ["prefers warmer"]),
        (("a cat with more than two tails", "a dog with more than two tails"), []),
        (("a long tale of a knight who ate more cake than all others",) * 2, []),
        (("a street, no people", "a bridge without people", "a fox"), ["dislikes people"]),
        (("", "  "), []),
    ],
)  # fmt: skip
def test_what_is_found(said: tuple[str, ...], found: list[str]) -> None:
    assert list(found_in(said)) == found


def test_taste_is_told_by_the_last_turns() -> None:
    assert list(found_in(["a fox in ink"] * LINES_MAX + ["a cat in oil paint"] * LINES_MAX)) == [
        "prefers oil paint"
    ]
    assert list(found_in(["a fox in ink"] * NAMED_MIN + ["a cat"] * LINES_MAX)) == []


@pytest.mark.parametrize(
    "line", ["style:", "style: ;;", "; style: x", "(((", "🦊" * 300, "no", "more", "a\x00b", "中文" * 100]
)
def test_odd_lines_are_survived(line: str) -> None:
    found_in([line] * 5)
