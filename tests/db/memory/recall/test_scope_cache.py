"""The cache keeps what was read last."""

from dataclasses import replace

from agent.domain.memory import MemoryScope
from db.memory.recall.scope_index import CachedScope, ScopeCache, View
from tests.db.memory.recall.made_rows import row


def view(name: str, rows: int, *, version: int = 1) -> tuple[View, CachedScope]:
    cached = CachedScope.build(
        [replace(row(f"{name} {n}"), conversation="") for n in range(rows)],
        version=version,
        removals=0,
        dimensions=2,
    )
    return View(MemoryScope(kind="user", key=name), ""), cached


def test_the_cache_keeps_what_was_read_last_within_its_limit() -> None:
    cache = ScopeCache(rows_max=10)
    first, second, third = view("a", 4), view("b", 4), view("c", 4)
    cache.put(*first)
    cache.put(*second)
    cache.get(first[0])
    cache.put(*third)

    assert cache.get(first[0]) is first[1]
    assert cache.get(second[0]) is None
    assert cache.get(third[0]) is third[1]


def test_the_newer_of_two_loads_stays() -> None:
    cache = ScopeCache()
    old, new = view("a", 1, version=1), view("a", 2, version=2)
    cache.put(*new)
    cache.put(*old)

    assert cache.get(old[0]) is new[1]
