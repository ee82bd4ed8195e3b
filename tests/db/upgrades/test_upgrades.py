"""A database that an earlier commit's own bot made, with what people did then, becomes one of today and goes on: each dump is what
`python -m tests.db.upgrades.make_dump COMMIT` wrote."""

import gzip
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import pytest

from agent.domain.conversation import AuthorId, Place
from agent.turn_context import reader_of
from db.delivery.board import PgBoard
from db.memory.forgetting.erase_person import erase_everything_of
from db.migrate import Migration, migrate, read_migrations
from db.picture_store import PgImageStore
from db.pool import open_pool
from tests.databases import MIGRATIONS, with_queue
from tests.db.memory.database_dump import dump, quoting
from tests.db.memory.pg_memory_house import PgMemoryHouse
from tests.db.schema_listing import schema_of

OLDER = Path(__file__).parents[1] / "older_migrations"
DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.sql.gz"))
ANA, BEN = AuthorId("console:ana"), AuthorId("console:ben")
ART = Place(platform="console", community="guild", channel="art")

then = pytest.mark.parametrize("made", DUMPS, ids=[path.name.removesuffix(".sql.gz") for path in DUMPS])


def test_five_commits_and_more_are_kept() -> None:
    assert len(DUMPS) >= 5


@pytest.fixture
async def brought_over(empty_dsn: str, made: Path) -> AsyncIterator[asyncpg.Pool]:
    """The database of then, migrated to today's schema."""
    await _made_then(empty_dsn, _read(made))
    await migrate(empty_dsn, MIGRATIONS, prepare=with_queue)
    pool = await open_pool(empty_dsn, max_size=4)
    yield pool
    await pool.close()


@then
async def test_its_schema_is_today_s(brought_over: asyncpg.Pool, empty_dsn: str, dsn: str) -> None:
    assert await schema_of(empty_dsn) == await schema_of(dsn)


@then
async def test_what_was_remembered_and_drawn_is_there(brought_over: asyncpg.Pool) -> None:
    house, board = PgMemoryHouse(brought_over), PgBoard(brought_over)

    remembered = str(await house.desk.list(reader_of(ANA, ART)))
    said = await board.page(ART, viewer=ANA)
    drawn = [image for message in said if message.reply is not None for image in message.reply.images]

    assert "watercolour" in remembered
    assert "red scarf" in remembered
    assert any(message.text == "draw a lighthouse in a storm" for message in said)
    assert len(drawn) >= 3
    for image in drawn:
        assert (await PgImageStore(brought_over).shown(image)).data.startswith(b"\x89PNG")


@then
async def test_life_goes_on_in_it_and_people_are_forgotten(brought_over: asyncpg.Pool) -> None:
    house = PgMemoryHouse(brought_over)
    claim = await house.hear("draw a kite", by=ANA, place=ART)
    assert claim.turn.author.id == ANA
    await brought_over.execute("update turns set state = 'done', finished_at = now() where state <> 'done'")

    await erase_everything_of(brought_over, ANA)

    dumped = await dump(brought_over)
    assert quoting(dumped, "red scarf", "draw a kite", "console:ana") == []
    assert quoting(dumped, "lighthouse in a storm") != []


def _read(made: Path) -> str:
    return gzip.decompress(made.read_bytes()).decode()


async def _made_then(dsn: str, script: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await with_queue(connection)
        await connection.execute(
            "create table schema_versions (version int primary key, name text not null, checksum text not null, "
            "applied_at timestamptz not null default now())"
        )
        for migration in _of_then(script):
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into schema_versions (version, name, checksum) values ($1, $2, $3)",
                migration.version, migration.name, migration.checksum,
            )  # fmt: skip
            for table in ("installation", "object_home"):  # what a migration puts in is in the dump
                if await connection.fetchval("select to_regclass($1) is not null", table):
                    await connection.execute(f"delete from {table}")
        await connection.execute(script)
    finally:
        await connection.close()


def _of_then(script: str) -> Sequence[Migration]:
    """The migrations that the dump names, with what they held when it was made."""
    held = {migration.checksum: migration for migration in read_migrations(MIGRATIONS)}
    for path in OLDER.glob("*.sql"):
        name = f"{path.name.split('.')[0]}.sql"
        older = Migration(version=int(name[:4]), name=name, sql=path.read_text())
        held[older.checksum] = older
    named = [line.split()[2] for line in script.splitlines() if line.startswith("-- ")]
    return [held[checksum] for checksum in named]
