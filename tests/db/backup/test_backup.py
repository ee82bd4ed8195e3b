"""A backup holds everything, is read into any empty database, and brings back nobody who was forgotten."""

import hashlib
import json
import shutil
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from agent.errors import BadInput, Misconfigured
from agent.turn_context import reader_of
from bot.postgres.database import MIGRATIONS
from bot.worker.jobs import prepare_queue
from db.backup.kept import LEFT_OUT, READING_POSITIONS
from db.backup.reading import read_backup, read_manifest
from db.backup.writing import MANIFEST, write_backup
from db.memory.forgetting.erase_community import erase_community
from db.memory.forgetting.erase_person import erase_everything_of, erase_person
from db.memory.forgetting.forgotten_people import ForgottenPerson, forgotten_people, read_lines
from db.migrate import migrate
from db.pool import open_pool
from tests.contracts.memory.memory_house import ANA, ART, BOB, ELSEWHERE, pixels
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "all.zip"


async def restored(
    file: Path, dsn: str, *, forgotten: tuple[ForgottenPerson, ...] = (), same_moment: bool = False
) -> int:
    return await read_backup(
        file, dsn, MIGRATIONS, prepare=prepare_queue, forgotten=forgotten, same_moment=same_moment
    )


async def rows_of(dsn: str) -> set[str]:
    pool = await open_pool(dsn, max_size=1)
    lines = (await dump(pool)).splitlines()
    await pool.close()
    return {line for line in lines if line.partition(":")[0] not in LEFT_OUT}


async def test_what_is_read_is_what_was_written(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    before = await rows_of(dsn)

    await write_backup(dsn, file)
    await restored(file, empty_dsn, same_moment=True)

    assert await rows_of(empty_dsn) == before
    assert any("woodcut" in row for row in before)


async def test_life_goes_on_in_the_restored_one(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    await write_backup(dsn, file)
    await restored(file, empty_dsn)

    pool = await open_pool(empty_dsn, max_size=4)
    later = PgMemoryHouse(pool)
    await later.hear("draw a lighthouse", by=ANA, place=ART)  # would collide where a sequence began anew
    recalled = await later.store.recall(reader_of(ANA, ART), "a boat", limit=5)
    waiting = await pool.fetch("select status::text, worker_id from procrastinate_jobs")
    await pool.close()

    assert "watercolour" in str(recalled)
    assert len(waiting) >= 2
    assert all(job["worker_id"] is None for job in waiting)


async def test_channels_are_read_from_now_on_unless_it_is_the_same_moment(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    await write_backup(dsn, file)
    await restored(file, empty_dsn)

    pool = await open_pool(empty_dsn, max_size=1)
    count = await pool.fetchval(f"select count(*) from {READING_POSITIONS}")
    await pool.close()

    assert count == 0


async def test_who_was_forgotten_afterwards_does_not_come_back(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    await write_backup(dsn, file)
    await erase_person(house.pool, reader_of(BOB, ART))
    people = await forgotten_people(house.pool)

    again = await restored(file, empty_dsn, forgotten=(*people,))

    pool = await open_pool(empty_dsn, max_size=1)
    dumped, kept = await dump(pool), await forgotten_people(pool)
    await pool.close()
    assert again == 1
    assert quoting(dumped, "a boat in woodcut") == []
    assert quoting(dumped, "prefers woodcut") == []
    assert quoting(dumped, "prefers watercolour") != []
    assert [one.person for one in kept] == [one.person for one in people]


async def test_a_community_that_was_forgotten_afterwards_does_not_come_back(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    await house.post("a kite", pixels("kite"), by=ANA, place=ELSEWHERE)
    await write_backup(dsn, file)
    await erase_community(house.pool, str(ELSEWHERE.community_key))
    listed = await forgotten_people(house.pool)

    again = await restored(file, empty_dsn, forgotten=(*listed,))

    assert again == 1
    assert not any("a kite" in row for row in await rows_of(empty_dsn))


async def test_who_was_forgotten_before_it_and_came_again_stays(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path
) -> None:
    await erase_everything_of(house.pool, ANA)
    people = await forgotten_people(house.pool)
    await house.post("a kite", pixels("kite"), by=ANA, place=ART)
    await write_backup(dsn, file)

    again = await restored(file, empty_dsn, forgotten=(*people,))

    assert again == 0
    assert any("a kite" in row for row in await rows_of(empty_dsn))


async def test_the_list_names_nobody_and_is_read_as_it_was_written(house: PgMemoryHouse) -> None:
    await erase_everything_of(house.pool, ANA)

    people = await forgotten_people(house.pool)
    lines = [person.to_line() for person in people]

    assert len(people) == 1
    assert ANA not in lines[0]
    assert ANA.partition(":")[2] not in lines[0]
    assert [*read_lines(lines)] == [*people]


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "ana",
        '{"person": "zz", "at": "2026-01-01T00:00:00+00:00"}',
        '{"person": "00", "at": "2026-01-01"}',
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(BadInput, match="line 2"):
        read_lines(["", line])


async def test_a_backup_of_an_older_schema_is_brought_to_today_s(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path, tmp_path: Path
) -> None:
    await write_backup(dsn, file)
    newer = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, newer)
    (newer / "9999_later.sql").write_text(
        "create table later as select count(*) as had from memories", encoding="utf-8"
    )

    await read_backup(file, empty_dsn, newer, prepare=prepare_queue)

    pool = await open_pool(empty_dsn, max_size=1)
    had = await pool.fetchval("select had from later")
    await pool.close()
    assert had == 2  # it ran when the rows were there


async def test_a_backup_of_a_newer_one_is_refused(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path, tmp_path: Path
) -> None:
    await write_backup(dsn, file)
    older = tmp_path / "migrations"
    older.mkdir()
    shutil.copy(MIGRATIONS / "0001_house.sql", older)

    with pytest.raises(Misconfigured, match=r"newer Atelier"):
        await read_backup(file, empty_dsn, older, prepare=prepare_queue)


async def test_a_database_that_is_used_is_left_alone(house: PgMemoryHouse, dsn: str, file: Path) -> None:
    await write_backup(dsn, file)
    before = await rows_of(dsn)

    with pytest.raises(Misconfigured, match="not empty"):
        await restored(file, dsn)

    assert await rows_of(dsn) == before


async def test_a_file_is_never_overwritten_and_only_its_owner_reads_it(
    house: PgMemoryHouse, dsn: str, file: Path
) -> None:
    await write_backup(dsn, file)
    before = sha256_of(file)

    with pytest.raises(Misconfigured, match="never overwritten"):
        await write_backup(dsn, file)

    assert sha256_of(file) == before
    assert mode_of(file) == 0o600
    assert beside(file) == [file.name]


def sha256_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def beside(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir()]


async def test_a_folder_that_is_not_there_is_told(dsn: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be written"):
        await write_backup(dsn, tmp_path / "nowhere" / "all.zip")


async def test_a_damaged_file_changes_nothing(
    house: PgMemoryHouse, dsn: str, empty_dsn: str, file: Path, tmp_path: Path
) -> None:
    await write_backup(dsn, file)
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(damaged, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content[: len(content) // 2] if "memories" in name else content)

    with pytest.raises(BadInput):
        await restored(damaged, empty_dsn)

    assert not any(row.startswith(("turns", "images")) for row in await rows_of(empty_dsn))
    await restored(file, empty_dsn)  # and can be tried again


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not really", b"a photo"])
def test_what_is_no_backup_is_told_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)

    with pytest.raises(BadInput, match="cannot be read as a backup"):
        read_manifest(tmp_path / "x.zip")


def test_a_newer_format_is_told_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps({"format": 99}))

    with pytest.raises(BadInput, match="format 99"):
        read_manifest(tmp_path / "x.zip")


async def test_nothing_starts_on_a_database_that_is_half_restored(dsn: str) -> None:
    pool = await open_pool(dsn, max_size=1)
    await pool.execute("create table restoring ()")
    await pool.close()

    with pytest.raises(Misconfigured, match="interrupted"):
        await migrate(dsn, MIGRATIONS, prepare=prepare_queue)


async def test_the_list_is_pruned_after_its_time(house: PgMemoryHouse) -> None:
    await erase_everything_of(house.pool, ANA)
    await house.pool.execute("update forgotten set at = $1", house.clock.now() - timedelta(days=401))

    await house.retain()

    assert await forgotten_people(house.pool) == []


async def test_every_table_is_in_it_or_left_out_by_name(house: PgMemoryHouse, dsn: str, file: Path) -> None:
    manifest = await write_backup(dsn, file)
    connection = await asyncpg.connect(dsn)
    there = {
        row[0]
        for row in await connection.fetch("select tablename from pg_tables where schemaname = 'public'")
    }
    await connection.close()

    assert there == set(manifest.rows) | (LEFT_OUT - {"restoring"})
