"""Who stands for a person that the platform names is meant by the name alone."""

import pytest

from adapters.builtin.planner.named_people import STAND_INS, renamed
from adapters.builtin.planner.wanted import known
from tests.fakes.builders import plan_request
from tests.fakes.models.planning import plan_of


@pytest.mark.parametrize(
    "sentence",
    [
        "make this a poster",
        "what do you know about me?",
        "draw something for me",
        "draw my dog",
        "draw her at the beach",
    ],
)
def test_whom_nothing_names_is_neither_drawn_nor_offered_nor_told_of(sentence: str) -> None:
    request = renamed(plan_request(sentence)).request

    said = repr(plan_of(request))

    assert [name for name in STAND_INS if name in said] == []


def test_by_name_they_are_known() -> None:
    request = renamed(plan_request("draw a fox")).request

    assert known(request, "character") == []
    assert [memory.name for memory in known(request, "character", with_people=True)] == [STAND_INS[0]]
