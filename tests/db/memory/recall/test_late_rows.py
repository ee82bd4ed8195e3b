"""A changed memory goes into a small index beside the large one: what is found stays what a whole index would find."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agent.domain.memory import Recalled
from db.memory.recall import scope_index
from db.memory.recall.ranking import Asked, best
from db.memory.recall.scope_index import LATE_ROWS_MIN, CachedScope, Row, ScopeIndex
from tests.db.memory.recall.made_rows import row

MANY = 40 * LATE_ROWS_MIN
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def rows(count: int) -> list[Row]:
    return [replace(row(f"thing{n} in the garden"), conversation="").analysed() for n in range(count)]


def told(cached: CachedScope, text: str, limit: int = 3) -> Sequence[Recalled]:
    return best(
        Asked(text=text, vector=None, now=NOW), [cached.index, cached.late], limit=limit,
        replaced=[cached.replaced, frozenset()],
    )  # fmt: skip


def built(given: Sequence[Row]) -> CachedScope:
    return CachedScope.build(given, version=1, removals=0, dimensions=2)


def test_one_changed_memory_does_not_make_a_large_index_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    large = built(rows(MANY))
    made: list[int] = []

    class Counted(ScopeIndex):
        def __init__(self, given: Sequence[Row], *, dimensions: int) -> None:
            super().__init__(given, dimensions=dimensions)
            made.append(self.size)

    monkeypatch.setattr(scope_index, "ScopeIndex", Counted)
    new = replace(row("a lighthouse"), conversation="").analysed()

    changed = large.with_changed([new], version=2, dimensions=2)

    assert made == [1]
    assert changed.index is large.index
    assert told(changed, "lighthouse")[0].memory.id == new.memory.id


def test_the_old_wording_of_a_changed_memory_is_not_found_any_more() -> None:
    given = rows(MANY)
    old = given[7]
    reworded = replace(old, memory=replace(old.memory, text="a lighthouse")).analysed()

    changed = built(given).with_changed([reworded], version=2, dimensions=2)

    found = told(changed, "thing7 in the garden", limit=MANY)
    assert [each.memory.text for each in found if each.memory.id == old.memory.id] == ["a lighthouse"]
    assert len(found) == MANY
    assert {each.memory.id for each in changed.rows()} == {each.memory.id for each in given}
    again = changed.with_changed([old], version=3, dimensions=2)
    assert told(again, "thing7")[0].memory.text == old.memory.text


def test_much_that_changed_is_made_into_one_index() -> None:
    changed = built(rows(MANY))
    for n in range(3 * LATE_ROWS_MIN):
        new = replace(row(f"late{n}"), conversation="").analysed()
        changed = changed.with_changed([new], version=n, dimensions=2)
        assert changed.late.size <= LATE_ROWS_MIN

    assert changed.size == MANY + 3 * LATE_ROWS_MIN
    assert changed.index.size > MANY


def test_a_character_that_changed_is_there_once() -> None:
    luna = row("Luna the elf")
    luna = replace(luna, memory=replace(luna.memory, kind="character", name="Luna"), conversation="")
    large = built([*rows(MANY), luna])
    taller = replace(luna, memory=replace(luna.memory, text="a tall elf"))

    changed = large.with_changed([taller.analysed()], version=2, dimensions=2)

    assert [each.text for each in changed.characters] == ["a tall elf"]
