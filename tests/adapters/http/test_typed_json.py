"""Foreign JSON is held to the types that its format names."""

from typing import Any

from adapters.http.foreign_json import DEPTH_MAX, held_to

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


def test_an_object_without_what_every_such_object_has_is_not_said() -> None:
    needed: dict[str, dict[str, type]] = {"from": {"id": int}, "photo": {"file_id": str}}
    said = {
        "from": {"name": "ana"},
        "photo": [{"file_id": "1"}, {"width": 3}, {"file_id": None}],
        "reply": {"from": {"id": 7}},
    }

    assert held_to({}, said, needed=needed) == {"photo": [{"file_id": "1"}], "reply": {"from": {"id": 7}}}


def test_a_number_of_the_wrong_type_is_as_good_as_none() -> None:
    assert held_to({}, {"chat": {"id": "5"}}, needed={"chat": {"id": int}}) == {}


def test_half_a_pair_of_surrogates_can_be_written() -> None:
    assert held_to({}, {"text": "a\ud800b", "more": ["caf\u00e9"]}) == {"text": "a?b", "more": ["caf\u00e9"]}


def test_a_type_may_be_a_question_to_the_value() -> None:
    def is_short(value: object) -> bool:
        return isinstance(value, str) and len(value) < 3

    assert held_to({"id": is_short}, {"id": "12345", "in": {"id": "1"}, "on": {"id": None}}) == {
        "in": {"id": "1"},
        "on": {"id": None},
    }
