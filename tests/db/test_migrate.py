"""Migrations are idempotent, safe to start together, and refuse what they do not know."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from procrastinate.schema import SchemaManager

from agent.errors import Misconfigured, StoreUnavailable
from db.migrate import migrate, read_migrations
from db.pool import open_pool
from db.turns.queue import install

MIGRATIONS = Path(__file__).parents[2] / "migrations"


async def with_queue(connection: asyncpg.Connection) -> None:
    await install(connection, SchemaManager.get_schema())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_one.sql").write_text("create table one (id int)")
    (tmp_path / "0002_two.sql").write_text("create table two (id int); insert into two values (2)")
    return tmp_path


async def test_a_fresh_database_gets_every_migration_and_a_second_run_none(empty_dsn: str) -> None:
    first = await migrate(empty_dsn, MIGRATIONS, prepare=with_queue)
    second = await migrate(empty_dsn, MIGRATIONS, prepare=with_queue)

    assert first == [m.name for m in read_migrations(MIGRATIONS)]
    assert second == []
    pool = await open_pool(empty_dsn, min_size=1, max_size=1)
    assert await pool.fetchval("select count(*) from memories") == 0
    await pool.close()


async def test_three_processes_starting_together_apply_each_migration_once(
    empty_dsn: str, folder: Path
) -> None:
    results = await asyncio.gather(*(migrate(empty_dsn, folder) for _ in range(3)))

    assert sorted(name for names in results for name in names) == ["0001_one.sql", "0002_two.sql"]
    assert await _rows(empty_dsn, "two") == 1


async def test_a_newer_schema_is_refused_with_the_mend(empty_dsn: str, folder: Path) -> None:
    await migrate(empty_dsn, folder)
    (folder / "0002_two.sql").unlink()

    with pytest.raises(Misconfigured, match=r"DATABASE_URL: .*schema 2.*knows 1.*[Uu]pdate"):
        await migrate(empty_dsn, folder)


async def test_a_migration_changed_after_it_was_applied_is_refused(empty_dsn: str, folder: Path) -> None:
    await migrate(empty_dsn, folder)
    (folder / "0001_one.sql").write_text("create table one (id bigint)")

    with pytest.raises(Misconfigured, match=r"0001_one\.sql"):
        await migrate(empty_dsn, folder)


async def test_a_failing_migration_leaves_nothing_of_itself(empty_dsn: str, folder: Path) -> None:
    (folder / "0003_three.sql").write_text("create table three (id int); select 1 / 0")

    with pytest.raises(Exception, match="stored"):
        await migrate(empty_dsn, folder)

    with pytest.raises(asyncpg.UndefinedTableError):
        await _rows(empty_dsn, "three")
    assert await _rows(empty_dsn, "two") == 1


async def test_a_folder_with_a_wrong_name_or_nothing_in_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="none"):
        read_migrations(tmp_path)
    (tmp_path / "1_first.sql").touch()
    with pytest.raises(Misconfigured, match="NNNN_name"):
        read_migrations(tmp_path)


async def test_a_server_that_is_away_is_told_so(folder: Path) -> None:
    with pytest.raises(StoreUnavailable):
        await migrate("postgresql://nobody@127.0.0.1:9/none", folder)


async def _rows(dsn: str, table: str) -> int:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(f"select count(*) from {table}")
    finally:
        await connection.close()
