"""Forgetting a person reaches every table, or it is written down why that holds nothing of them (`reached_tables.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import asyncpg

from db.memory import forgetting
from db.memory.forgetting.erase_person import erase_within
from tests.contracts.memory.memory_house import ANA, ART, pixels, tell
from tests.db.memory.pg_memory_house import PgMemoryHouse

REACHED: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(forgetting.__file__).with_name("reached_tables.toml").read_text(encoding="utf-8")
)
OF_PEOPLE = {"author", "owner", "asker", "actor", "whom", "reporter", "person", "speaker"}
"""What columns are called that hold whose a row is."""


async def test_every_table_is_named_once(pool: asyncpg.Pool) -> None:
    tables = await pool.fetch(
        "select relname as name from pg_class "
        "where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
    )
    named = [table for how in REACHED.values() for table in how]

    assert sorted(named) == sorted(row["name"] for row in tables)


async def test_forgetting_somebody_states_what_is_written_down(pool: asyncpg.Pool) -> None:
    house = PgMemoryHouse(pool)
    await house.post("a boat", pixels("boat"), by=ANA, place=ART)
    await tell(house, "prefers ink", by=ANA)
    await house.pool.execute("update turns set state = 'done', finished_at = now()")
    await house.pool.execute("update messages set turn_id = null where author = $1", ANA)
    said: list[str] = []

    async with pool.acquire() as connection, connection.transaction():
        with connection.query_logger(lambda query: said.append(query.query)):
            await erase_within(connection, ANA)

    written = re.findall(r"(?:delete from|update|insert into)\s+(\w+)", "\n".join(said))
    assert REACHED["stated"].keys() <= set(written)


async def test_what_goes_with_a_row_refers_to_it_so(pool: asyncpg.Pool) -> None:
    rows = await pool.fetch(
        "select conrelid::regclass::text as of, confrelid::regclass::text as other from pg_constraint "
        "where contype = 'f' and confdeltype = 'c'"
    )

    assert REACHED["with"].items() <= {(row["of"], row["other"]) for row in rows}
    assert set(REACHED["with"].values()) <= REACHED["stated"].keys()


async def test_what_has_no_statement_says_whose_it_is_nowhere(pool: asyncpg.Pool) -> None:
    rows = await pool.fetch(
        "select table_name as name, column_name as called from information_schema.columns "
        "where table_schema = 'public'"
    )
    ours = REACHED["aged"].keys() | REACHED["nobody"].keys()

    assert [tuple(row) for row in rows if row["name"] in ours and row["called"] in OF_PEOPLE] == []
