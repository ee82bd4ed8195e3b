"""The ledger, in memory and in Postgres, by the same contract; and what only Postgres has."""

import asyncpg
import pytest

from adapters.telegram.ledger import MemoryLedger
from agent.errors import StoreUnavailable
from db import ledger as module
from db.ledger import KEPT_DAYS, PgLedger
from tests.contracts.ledger_contract import LedgerContract


class TestMemory(LedgerContract):
    @pytest.fixture
    def ledger(self) -> MemoryLedger:
        return MemoryLedger()


class TestPostgres(LedgerContract):
    @pytest.fixture
    def ledger(self, pool: asyncpg.Pool) -> PgLedger:
        return PgLedger(pool)


async def test_old_notes_go_and_moves_stay(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PURGE_EVERY", 1)
    ledger = PgLedger(pool)
    await ledger.note("telegram", "part/old", "[1]")
    await ledger.note("telegram", "moved-to/-5", "-1005")
    await pool.execute(
        "update platform_notes set noted_at = now() - make_interval(days => $1)", KEPT_DAYS + 1
    )

    await ledger.note("telegram", "part/new", "[2]")

    assert await ledger.noted("telegram", "part/old") is None
    assert await ledger.noted("telegram", "part/new") == "[2]"
    assert await ledger.noted("telegram", "moved-to/-5") == "-1005"


async def test_a_closed_pool_is_said_as_ours(pool: asyncpg.Pool) -> None:
    ledger = PgLedger(pool)
    await pool.close()

    with pytest.raises(StoreUnavailable):
        await ledger.noted("telegram", "part/1")
