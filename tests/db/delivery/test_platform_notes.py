"""The platform notes, in memory and in Postgres, by the same contract; and what only Postgres has."""

import asyncpg
import pytest

from adapters.telegram.memory_platform_notes import MemoryPlatformNotes
from agent.errors import StoreUnavailable
from db.delivery import platform_notes as module
from db.delivery.platform_notes import KEPT_DAYS, PgPlatformNotes
from tests.contracts.stores.platform_notes_contract import PlatformNotesContract


class TestMemory(PlatformNotesContract):
    @pytest.fixture
    def platform_notes(self) -> MemoryPlatformNotes:
        return MemoryPlatformNotes()


class TestPostgres(PlatformNotesContract):
    @pytest.fixture
    def platform_notes(self, pool: asyncpg.Pool) -> PgPlatformNotes:
        return PgPlatformNotes(pool)


async def test_old_notes_go_and_moves_stay(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PURGE_EVERY", 1)
    platform_notes = PgPlatformNotes(pool)
    await platform_notes.note("telegram", "part/old", "[1]")
    await platform_notes.note("telegram", "moved-to/-5", "-1005")
    await pool.execute(
        "update platform_notes set noted_at = now() - make_interval(days => $1)", KEPT_DAYS + 1
    )

    await platform_notes.note("telegram", "part/new", "[2]")

    assert await platform_notes.noted("telegram", "part/old") is None
    assert await platform_notes.noted("telegram", "part/new") == "[2]"
    assert await platform_notes.noted("telegram", "moved-to/-5") == "-1005"


async def test_a_closed_pool_is_said_as_ours(pool: asyncpg.Pool) -> None:
    platform_notes = PgPlatformNotes(pool)
    await pool.close()

    with pytest.raises(StoreUnavailable):
        await platform_notes.noted("telegram", "part/1")
