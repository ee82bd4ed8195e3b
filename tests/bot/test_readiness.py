"""/readyz: a full disk and a database that only reads are told, and asking is cheap."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import asyncpg
import pytest

from agent.errors import StoreUnavailable
from bot import app
from bot.postgres.database import DATABASE_FOLDER
from bot.settings import Settings
from bot.worker.readiness import FREE_BYTES_MIN, FRESH_SECONDS, Readiness, room_in
from db.write_probe import write_probe
from tests.fakes.clock import FakeClock


class Probe:
    def __init__(self) -> None:
        self.asked = 0
        self.answer: str | Exception = ""

    async def __call__(self) -> str:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


async def test_a_disk_that_is_full_is_told_with_its_setting() -> None:
    free, clock = [FREE_BYTES_MIN], FakeClock()
    ready = Readiness(Probe(), lambda: free[0], clock)

    roomy = await ready()
    free[0] = 7_000_000
    clock.move(seconds=FRESH_SECONDS)
    full = await ready()

    assert roomy == ""
    assert "ATELIER_DATA_DIR" in full
    assert "7 MB left" in full


async def test_a_database_that_takes_no_writes_is_told() -> None:
    probe = Probe()
    probe.answer = "the database cannot be written (could not extend file: No space left on device)"

    assert "No space left" in await Readiness(probe, lambda: None, FakeClock())()


async def test_a_thousand_questions_are_one_write() -> None:
    probe, clock = Probe(), FakeClock()
    ready = Readiness(probe, lambda: None, clock)

    for _ in range(1_000):
        await ready()
    clock.move(seconds=FRESH_SECONDS)
    await ready()

    assert probe.asked == 2


async def test_a_store_that_is_away_is_asked_again() -> None:
    probe = Probe()
    ready = Readiness(probe, lambda: None, FakeClock())
    probe.answer = StoreUnavailable("away")

    with pytest.raises(StoreUnavailable):
        await ready()
    probe.answer = ""

    assert await ready() == ""


async def test_a_real_write_leaves_nothing_and_a_database_that_only_reads_says_so(
    pool: asyncpg.Pool,
) -> None:
    size = "select pg_relation_size('write_probe')"
    for _ in range(3):
        assert await write_probe(pool) == ""
    assert await pool.fetchval(size) == 0

    async with pool.acquire() as held:
        await _only_read(pool, pool.get_max_size() - 1)
        assert await held.fetchval("select 1") == 1
        assert "read-only transaction" in await write_probe(pool)


async def test_a_process_looks_at_its_own_disk_and_database(
    pool: asyncpg.Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk where it has an embedded database there, which is no concern of one that is elsewhere."""
    free = {tmp_path / DATABASE_FOLDER: 7_000_000}
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free[folder]))
    embedded = Settings(_env_file=None, ATELIER_DATA_DIR=str(tmp_path), DATABASE_URL=None)
    elsewhere = embedded.model_copy(update={"database_url": "postgresql://db.example"})

    assert "7 MB left" in await app._readiness(embedded, pool, FakeClock())()
    assert await app._readiness(elsewhere, pool, FakeClock())() == ""
    await _only_read(pool, pool.get_max_size())
    assert "read-only transaction" in await app._readiness(elsewhere, pool, FakeClock())()


async def _only_read(pool: asyncpg.Pool, connections: int) -> None:
    for each in [await pool.acquire() for _ in range(connections)]:
        await each.execute("set default_transaction_read_only = on")
        await pool.release(each)


def test_the_room_of_a_folder_is_that_of_its_disk(tmp_path: Path) -> None:
    free = room_in(tmp_path)()

    assert free is not None
    assert free > 0
    assert room_in(None)() is None
