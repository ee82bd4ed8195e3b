"""Foreign JSON is held to the types that its format names."""

from typing import Any

from adapters.http.typed_json import DEPTH_MAX, held_to

TYPES = {"text": (str,), "count": (int,), "is_bot": (bool,), "from": (dict,)}


def test_a_value_of_another_type_counts_as_not_said() -> None:
    said = {
        "text": ["a"],
        "count": True,
        "is_bot": 1,
        "from": {"text": "b", "count": 3},
        "other": [{"text": 5}],
    }

    assert held_to(TYPES, said) == {"from": {"text": "b", "count": 3}, "other": [{}]}


def test_nothing_said_and_what_is_not_named_stays() -> None:
    said = {"text": None, "unknown": 1.5, "is_bot": False}

    assert held_to(TYPES, said) == said


def test_what_no_store_can_count_is_not_said() -> None:
    assert held_to(TYPES, {"count": 10**40, "id": -(10**40)}) == {}


def test_what_was_made_to_be_deep_is_cut() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]

    found, depth = held_to(TYPES, deep), 0
    while isinstance(found, list):
        found, depth = found[0], depth + 1
    assert found is None
    assert depth == DEPTH_MAX + 1
