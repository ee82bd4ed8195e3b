"""Who is named, and what a search names."""

import pytest

from db.memory.recall.memory_search import matching
from db.memory.terms import CLOSE, EXACT, named_in
from tests.db.memory.recall.made_rows import memory


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luna at the fair", [("Luna", EXACT)]), ("lnua at the fair", [("Luna", CLOSE)]), ("lunar landscape", []),
        ("Lena and Luna", [("Luna", EXACT)]), ("captain nemo dives", [("Captain Nemo", EXACT)]),
        ("captain nmeo dives", [("Captain Nemo", CLOSE)]), ("old silvertoe", [("Luna", EXACT)]), ("a rock", []), ("", []),
        ("Rex and Luna", [("Luna", EXACT), ("Rex", EXACT)]), ("🦊 in the snow", []),
    ],
)  # fmt: skip
def test_who_is_named(text: str, expected: list[tuple[str, float]]) -> None:
    known = [
        memory("elf", name="Luna", aliases=("Silvertoe",)),
        memory("dog", name="Rex"),
        memory("sailor", name="Captain Nemo"),
    ]

    assert [(match.memory.name, match.closeness) for match in named_in(text, known)] == expected


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("that I like watercolour", ["prefers watercolour"]), ("luna", ["a silver-haired elf", "Luna's tower is tall"]),
        ("my character Luna", ["a silver-haired elf"]), ("Lnua", []), ("dog", ["has a brown dog"]), ("brown", ["has a brown dog"]),
        ("cat", []), ("%", []), ("the", []), ("water", ["prefers watercolour"]),
    ],
)  # fmt: skip
def test_a_search_names_what_may_be_forgotten(search: str, expected: list[str]) -> None:
    """A single find is forgotten at once: a near miss must find nothing."""
    known = [
        memory("prefers watercolour"),
        memory("a silver-haired elf", name="Luna"),
        memory("Luna's tower is tall"),
        memory("has a brown dog"),
    ]

    assert [found.text for found in matching(search, known)] == expected
