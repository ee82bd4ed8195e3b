"""Whom a message on the page names."""

import pytest

from adapters.web.identity.mentions import mentioned
from agent.domain.conversation import Author, AuthorId

PEOPLE = [
    Author(id=AuthorId(f"web:{slug}"), name=name)
    for slug, name in (("ana", "Ana"), ("ben", "Ben"), ("ben-2", "Ben 2"))
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("draw @Ben at the fair", ["web:ben"]), ("draw @ben 2 at the fair", ["web:ben-2"]), ("draw @Benjamin", []),
        ("mail ana@ben.example", []), ("draw @Ana, please", ["web:ana"]), ("@atelier draw @Ana and @Ben", ["web:ana", "web:ben"]),
        ("draw Ben", []), ("draw @Ben and @Ben", ["web:ben"]), ("@@Ben", []),
    ],
)  # fmt: skip
def test_the_longest_name_behind_an_at_is_meant(text: str, named: list[str]) -> None:
    assert [one.id for one in mentioned(text, PEOPLE)] == named
