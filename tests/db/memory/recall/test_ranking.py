"""Which memory comes first."""

import numpy as np

from db.memory.recall.periods import periods_in
from db.memory.recall.ranking import Asked, best
from db.memory.recall.scope_index import Row, ScopeIndex
from tests.db.memory.recall.made_rows import NOW, row


def ranked(text: str, rows: list[Row], *, vector: list[float] | None = None, limit: int = 3) -> list[str]:
    index = ScopeIndex(rows, dimensions=2)
    asked = Asked(
        text=text, vector=None if vector is None else np.array(vector, dtype=np.float32),
        periods=periods_in(text, now=NOW), now=NOW,
    )  # fmt: skip
    return [found.memory.text for found in best(asked, [index], limit=limit)]


def test_words_find_without_vectors_and_vectors_without_words() -> None:
    rows = [row("a red boat", vector=[1, 0]), row("a green tree", vector=[0, 1]), row("something else")]

    assert ranked("boats", rows)[0] == "a red boat"
    assert ranked("zzz", rows, vector=[0, 1])[0] == "a green tree"


def test_an_answer_is_found_by_its_question() -> None:
    rows = [
        row("where did you sail last summer?", conversation="c", at=1),
        row("to the islands, it was lovely", conversation="c", at=2),
        row("I baked bread", conversation="d", at=3),
        row("bread is great", conversation="d", at=4),
    ]

    assert "to the islands, it was lovely" in ranked("sailing in summer", rows, limit=2)


def test_the_person_named_is_preferred() -> None:
    rows = [row("I have a new boat", speaker="Ana"), row("I have a new boat too", speaker="Bob")]

    assert ranked("what boat does Bob have", rows)[0] == "I have a new boat too"


def test_a_slip_finds_the_word_it_was_meant_for() -> None:
    rows = [row("prefers watercolour"), row("likes oil"), row("plays chess")]

    assert ranked("watercolor", rows)[0] == "prefers watercolour"


def test_an_empty_scope_and_an_empty_question_find_nothing_and_something() -> None:
    assert ranked("boat", []) == []
    assert ranked("", [row("a red boat")]) == ["a red boat"]
