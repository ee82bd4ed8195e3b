"""A large scope is read part by part: one statement for all of it takes longer than a statement may."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agent.domain.memory import MemoryScope, Recollection
from agent.turn_context import reader_of
from benchmarks.memory.memory_import import Bygone, import_memories
from db.memory.recall import recall_statement
from db.memory.recall.recall_statement import Recalling
from tests.contracts.memory.memory_house import ANA, ART, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse

ROWS, TOLD = 5, 4
"""Of a part, and of a version, so that no part ends where a version does."""
COUNT = 30
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SCOPE = MemoryScope(kind="user", key=ANA)


@pytest.fixture(autouse=True)
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall_statement, "ROWS_AT_ONCE", ROWS)


@pytest.fixture
async def told(house: PgMemoryHouse) -> list[str]:
    """Ids of what was told, a few in each version."""
    bygones = [
        Bygone(
            text=f"thing{n} is mine", author=ANA, speaker="", conversation="", at=NOW + timedelta(seconds=n)
        )
        for n in range(COUNT)
    ]
    parts = [bygones[n : n + TOLD] for n in range(0, COUNT, TOLD)]
    return [id_ for part in parts for id_ in await import_memories(house.pool, house.embedder, SCOPE, part)]


def between(monkeypatch: pytest.MonkeyPatch, *meanwhile: Callable[[], Awaitable[object]]) -> list[int]:
    """What happens after each statement of a recall. How many rows each brought, as they come."""
    brought, left, old = list[int](), [*meanwhile], Recalling._brought  # pyright: ignore[reportPrivateUsage]

    async def watched(self: Recalling, *asked: Any) -> Any:
        found = await old(self, *asked)
        brought.append(sum(len(rows) for rows in found.rows.values()))
        if left:
            await left.pop(0)()
        return found

    monkeypatch.setattr(Recalling, "_brought", watched)
    return brought


async def recall(house: PgMemoryHouse, text: str = "what is mine") -> Recollection:
    return await house.store.recall(reader_of(ANA, ART), text, limit=2 * COUNT)


def texts(found: Recollection) -> list[str]:
    return sorted(recalled.memory.text for recalled in found.memories)


async def test_all_of_it_is_found_and_no_statement_brings_much_of_it(
    house: PgMemoryHouse, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = between(monkeypatch)

    assert texts(await recall(house)) == sorted(f"thing{n} is mine" for n in range(COUNT))

    assert max(brought) <= ROWS + TOLD
    assert sum(brought) == COUNT
    brought.clear()
    assert len((await recall(house)).memories) == COUNT
    assert brought == [0]


async def test_what_is_told_meanwhile_is_found(
    house: PgMemoryHouse, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: tell(house, "has a lighthouse"))

    assert "has a lighthouse" in texts(await recall(house))


async def test_what_changes_after_it_was_read_is_there_once_as_it_is_now(
    house: PgMemoryHouse, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, lambda: _worded_anew(house, told[0]))

    found = texts(await recall(house))

    assert len(found) == COUNT
    assert "a kite is mine" in found
    assert "thing0 is mine" not in found


async def test_what_is_forgotten_after_it_was_read_is_not_found(
    house: PgMemoryHouse, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that was read until then is read once more."""
    brought = between(monkeypatch, lambda: house.desk.forget(reader_of(ANA, ART), [told[0]]))

    assert "thing0 is mine" not in texts(await recall(house))

    assert sum(brought) > COUNT


async def _worded_anew(house: PgMemoryHouse, memory: str) -> None:
    async with house.pool.acquire() as connection, connection.transaction():
        version = await connection.fetchval(_NEXT_VERSION, SCOPE.kind, SCOPE.key)
        await connection.execute(
            "update memories set body = 'a kite is mine', version = $2 where id = $1::uuid", memory, version
        )


_NEXT_VERSION = """
update memory_scopes set version = version + 1 where scope_kind = $1 and scope_key = $2 returning version
"""
