"""Many turns made of few: the rows of real turns copied in the database, with ids of their own and a time long ago."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from db.pool import Connection, Pool

COPIES_TOGETHER = 100
"""Copies of every turn that one statement makes of a table."""
TABLES_TOGETHER = 2
BULK_SECONDS = 1_800.0
"""Longest statement, of an index over all the copies."""
_TURN, _MESSAGE, _IMAGE = "turn", "message", "image"
_REPLACED: Mapping[str, Mapping[str, str]] = {
    "messages": {"id": _MESSAGE, "turn_id": _TURN, "reply_to_id": _MESSAGE, "created_at": "at", "delivered_at": "at"},
    "turns": {
        "id": _TURN, "message_id": _MESSAGE, "reply_to_id": "", "job_id": "", "created_at": "at", "started_at": "at", "finished_at": "at",
    },
    "inbox": {"turn_id": _TURN, "event_id": "event", "received_at": "at"},
    "images": {"id": _IMAGE, "sha256": "digest", "origin": "origin", "created_at": "at"},
    "message_images": {"message_id": _MESSAGE, "image_id": _IMAGE},
    "pictures": {"image_id": _IMAGE, "turn_id": _TURN, "message_id": _MESSAGE, "created_at": "at"},
    "buttons": {"id": "button", "turn_id": _TURN, "message_id": _MESSAGE},
    "steps": {"turn_id": _TURN, "created_at": "at"},
    "traces": {"turn_id": _TURN, "n": "number", "created_at": "at"},
    "spending": {"turn_id": _TURN},
}  # fmt: skip
"""Table to the columns that are not copied as they are; "": left empty. The largest first."""
# In the order of their time, as the ids of real turns and pictures are.
_UUID = """(
  lpad(to_hex(floor(extract(epoch from $4::timestamptz) * 1000)::bigint + k * 1000), 12, '0')
  || '7' || substr(md5(o.{column}::text || k), 1, 3) || '8' || substr(md5(o.{column}::text || k), 4, 15)
)::uuid"""
_VALUE = {
    _TURN: _UUID,
    _MESSAGE: "o.{column} + k * $3::bigint",
    _IMAGE: _UUID,
    "": "null",
    "at": "$4::timestamptz + k * interval '1 second'",
    "event": "o.event_id || '-' || k",
    "digest": "sha256(o.sha256 || k::text::bytea)",
    "origin": "md5(o.origin || k)",
    "button": "o.id || '-' || k",
    "number": "o.n + k * $3::bigint",
}
_MINE = {
    "images": "o.id in (select p.image_id from pictures p join turns t on t.id = p.turn_id where t.community = $1)",
    "turns": "o.community = $1",
    "message_images": "o.message_id in (select m.id from messages m join turns t on t.id = m.turn_id where t.community = $1)",
}
_OF_A_TURN = "o.turn_id in (select id from turns where community = $1)"


async def multiply(pool: Pool, community: str, times: int, *, days_ago: int) -> None:
    """Each turn of the community is there `times` times more, all of them over `days_ago` days ago."""
    async with pool.acquire() as connection:
        stride = 10 + await connection.fetchval(
            "select greatest((select max(id) from messages), (select max(n) from traces))"
        )
        at = await connection.fetchval("select now() - make_interval(days => $1)", days_ago)
        for table in _REPLACED:  # only what was there before the first copy is copied
            await connection.execute(_original(table))
            await connection.execute(f"insert into original_{table} {_mine(table)}", community)
    places = asyncio.Semaphore(TABLES_TOGETHER)
    async with asyncio.TaskGroup() as group:
        for table in _REPLACED:
            group.create_task(_fill(pool, table, (times, stride, at), places))
    async with pool.acquire() as connection, _unhurried(connection):
        for table, column in (("messages", "id"), ("traces", "n")):
            await connection.execute(
                f"select setval(pg_get_serial_sequence('{table}', '{column}'), (select max({column}) from {table}))"
            )
        for statement in (
            "analyze",
            "checkpoint",
        ):  # what follows is not to wait for the copies to be written
            await connection.execute(statement, timeout=BULK_SECONDS)


async def _fill(pool: Pool, table: str, copies: tuple[int, int, datetime], places: asyncio.Semaphore) -> None:
    """The copies of one table: without its indexes, which are made anew over all of it."""
    times, stride, at = copies
    async with places, pool.acquire() as connection, _unhurried(connection):
        indexes = await connection.fetch(_INDEXES, table)
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        copy = _copy(table, await _columns(connection, table))
        for first in range(1, times + 1, COPIES_TOGETHER):
            last = min(times, first + COPIES_TOGETHER - 1)
            await connection.execute(copy, first, last, stride, at, timeout=BULK_SECONDS)
        for statement in (*(index["definition"] for index in indexes), f"vacuum analyze {table}"):
            await connection.execute(statement, timeout=BULK_SECONDS)
        await connection.execute(f"drop table original_{table}")


@asynccontextmanager
async def _unhurried(connection: Connection) -> AsyncGenerator[None]:
    """Without a limit of time and without a look at each row's foreign keys, which the copies keep: the embedded server's role may."""
    await connection.execute("".join(f"set {name} = {value};" for name, value in _UNHURRIED.items()))
    try:
        yield
    finally:
        await connection.execute("".join(f"reset {name};" for name in _UNHURRIED))


def _original(table: str) -> str:
    return f"create unlogged table original_{table} as select o.* from {table} o where false"


def _mine(table: str) -> str:
    return f"select o.* from {table} o where {_MINE.get(table, _OF_A_TURN)}"


def _copy(table: str, columns: Sequence[str]) -> str:
    replaced = _REPLACED[table]
    values = [
        _VALUE[replaced[column]].format(column=column) if column in replaced else f"o.{column}"
        for column in columns
    ]
    return f"""
insert into {table} ({", ".join(columns)}) overriding system value
select {", ".join(values)} from original_{table} o, generate_series($1::int, $2::int) k
where $3::bigint > 0 and $4::timestamptz is not null order by k
"""


async def _columns(connection: Connection, table: str) -> Sequence[str]:
    rows = await connection.fetch(_COLUMNS, table)
    return [row["name"] for row in rows]


_UNHURRIED = {
    "statement_timeout": "0",
    "session_replication_role": "replica",
    "synchronous_commit": "off",
    "work_mem": "'256MB'",
    "maintenance_work_mem": "'512MB'",
}
_COLUMNS = """
select attname as name from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum
"""
# What holds a constraint stays.
_INDEXES = """
select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
where i.indrelid = $1::text::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""
