"""Migrations are frozen: no database is refused because a file was touched, and those of files that once were touched come over."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import asyncpg
import pytest

from agent.errors import Misconfigured
from db.migrate import Migration, migrate, read_migrations
from tests.databases import MIGRATIONS, with_queue
from tests.db.schema_listing import schema_of

OLDER = Path(__file__).parent / "older_migrations"
"""What some files once held, by name and the beginning of the checksum."""


def test_no_migration_has_changed_since_it_came() -> None:
    """A new one is added to the list (`cd migrations && sha256sum *.sql > checksums`); a line that is there never changes."""
    listed = {
        name: checksum
        for checksum, name in (line.split() for line in (MIGRATIONS / "checksums").read_text().splitlines())
    }

    assert listed == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in MIGRATIONS.glob("*.sql")
    }
    assert listed["0001_house.sql"].startswith("09858b92"), "the list itself was made anew"
    assert listed["0015_fetched_together.sql"].startswith("9a38827b")


HISTORY = [
    ({1: "5a3d48d2"}, 8),
    ({1: "e4c5c40b"}, 8),
    ({11: "f16b3323"}, 13),
    ({11: "668230b4"}, 13),
    ({14: "c0cb0803"}, 14),
    ({14: "a72551f6"}, 15),
]
"""What files held at some commit, where they differed from today's, and the newest migration of then."""


@pytest.mark.parametrize(("differing", "until"), HISTORY)
async def test_a_database_of_then_becomes_what_a_new_one_is(
    empty_dsn: str, dsn: str, differing: dict[int, str], until: int
) -> None:
    await _made_then(empty_dsn, differing, until)

    applied = await migrate(empty_dsn, MIGRATIONS, prepare=with_queue)

    assert applied == [m.name for m in read_migrations(MIGRATIONS) if m.version > until]
    assert await schema_of(empty_dsn) == await schema_of(dsn)
    assert await migrate(empty_dsn, MIGRATIONS, prepare=with_queue) == []


async def test_one_that_is_older_than_all_that_is_known_is_told_what_to_do(empty_dsn: str) -> None:
    await _made_then(empty_dsn, {}, 1)
    connection = await asyncpg.connect(empty_dsn)
    await connection.execute("update schema_versions set checksum = 'd50d64e2'")
    await connection.close()

    with pytest.raises(Misconfigured, match=r"0001_house\.sql.*/export"):
        await migrate(empty_dsn, MIGRATIONS, prepare=with_queue)


async def _made_then(dsn: str, differing: dict[int, str], until: int) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await with_queue(connection)
        await connection.execute(
            "create table schema_versions (version int primary key, name text not null, checksum text not null, "
            "applied_at timestamptz not null default now())"
        )
        for migration in _of_then(differing, until):
            await connection.execute(migration.sql)
            await connection.execute(
                "insert into schema_versions (version, name, checksum) values ($1, $2, $3)",
                migration.version, migration.name, migration.checksum,
            )  # fmt: skip
    finally:
        await connection.close()


def _of_then(differing: dict[int, str], until: int) -> Sequence[Migration]:
    found: list[Migration] = []
    for migration in read_migrations(MIGRATIONS):
        if migration.version > until:
            break
        sql = migration.sql
        if begins := differing.get(migration.version):
            sql = (OLDER / f"{migration.name.removesuffix('.sql')}.{begins}.sql").read_text()
        older = Migration(version=migration.version, name=migration.name, sql=sql)
        assert older.checksum.startswith(begins or "")
        found.append(older)
    return found
