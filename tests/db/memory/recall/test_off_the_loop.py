"""What takes long of a recall is done beside the event loop: nobody else's turn waits for somebody's large scope."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agent.domain.memory import MemoryScope
from agent.turn_context import reader_of
from benchmarks.memory.memory_import import Bygone, import_memories
from db.memory.recall import recall_statement
from db.memory.recall.recall_statement import INLINE_ROWS_MAX
from tests.contracts.memory.memory_house import ANA, ART, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse

LONG = ("_sorted_out", "_worked_in", "_memories")


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Of each long part as it is done: whether that is on the event loop's thread."""
    done: list[tuple[str, bool]] = []
    loop = threading.get_ident()

    def noted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            done.append((name, threading.get_ident() == loop))
            return work(*args, **kwargs)

        return wrapped

    for name in LONG:
        monkeypatch.setattr(recall_statement, name, noted(name, getattr(recall_statement, name)))
    return done


async def many(house: PgMemoryHouse) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    told = [
        Bygone(text=f"thing {n}", author=ANA, speaker="", conversation="", at=now + timedelta(seconds=n))
        for n in range(INLINE_ROWS_MAX + 10)
    ]
    await import_memories(house.pool, house.embedder, MemoryScope(kind="user", key=ANA), told)


async def test_a_large_scope_is_read_beside_the_loop(
    house: PgMemoryHouse, threads: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recall_statement, "INLINE_RANKED_MAX", INLINE_ROWS_MAX)
    await many(house)

    await house.store.recall(reader_of(ANA, ART), "thing 7", limit=5)

    assert threads == [(name, False) for name in LONG]


async def test_one_more_memory_is_worked_in_at_once(
    house: PgMemoryHouse, threads: list[tuple[str, bool]]
) -> None:
    await many(house)
    await house.store.recall(reader_of(ANA, ART), "thing 7", limit=5)
    threads.clear()
    await tell(house, "has a lighthouse")

    found = await house.store.recall(reader_of(ANA, ART), "lighthouse", limit=5)

    assert threads == [(name, True) for name in LONG]
    assert found.memories[0].memory.text == "has a lighthouse"
