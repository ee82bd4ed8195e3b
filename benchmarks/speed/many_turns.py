"""Many turns made of few: the rows of real turns copied in the database, with ids of their own and a time long ago."""

from collections.abc import Mapping, Sequence

from db.pool import Connection, Pool

COPIES_TOGETHER = 100
"""Copies of every turn that one statement makes of a table."""
_TURN, _MESSAGE, _IMAGE = "turn", "message", "image"
_REPLACED: Mapping[str, Mapping[str, str]] = {
    "turns": {
        "id": _TURN, "message_id": _MESSAGE, "reply_to_id": "", "job_id": "", "created_at": "at", "started_at": "at", "finished_at": "at",
    },
    "inbox": {"turn_id": _TURN, "event_id": "event", "received_at": "at"},
    "messages": {"id": _MESSAGE, "turn_id": _TURN, "reply_to_id": _MESSAGE, "created_at": "at", "delivered_at": "at"},
    "images": {"id": _IMAGE, "sha256": "digest", "origin": "origin", "created_at": "at"},
    "message_images": {"message_id": _MESSAGE, "image_id": _IMAGE},
    "pictures": {"image_id": _IMAGE, "turn_id": _TURN, "message_id": _MESSAGE, "created_at": "at"},
    "buttons": {"id": "button", "turn_id": _TURN, "message_id": _MESSAGE},
    "steps": {"turn_id": _TURN, "created_at": "at"},
    "traces": {"turn_id": _TURN, "n": "number", "created_at": "at"},
    "spending": {"turn_id": _TURN},
}  # fmt: skip
"""Table to the columns that are not copied as they are; "": left empty."""
_VALUE = {
    _TURN: "md5(o.{column}::text || k)::uuid",
    _MESSAGE: "o.{column} + k * $3::bigint",
    _IMAGE: "md5(o.{column}::text || k)::uuid",
    "": "null",
    "at": "$4::timestamptz + k * interval '1 second'",
    "event": "o.event_id || '-' || k",
    "digest": "sha256(o.sha256 || k::text::bytea)",
    "origin": "md5(o.origin || k)",
    "button": "o.id || '-' || k",
    "number": "o.n + k * $3::bigint",
}
_MINE = {
    "images": "o.id in (select p.image_id from pictures p join turns t on t.id = p.turn_id where t.community = $5)",
    "turns": "o.community = $5",
    "message_images": "o.message_id in (select m.id from messages m join turns t on t.id = m.turn_id where t.community = $5)",
}
_OF_A_TURN = "o.turn_id in (select id from turns where community = $5)"


async def multiply(pool: Pool, community: str, times: int, *, days_ago: int) -> None:
    """Each turn of the community is there `times` times more, all of them over `days_ago` days ago."""
    async with pool.acquire() as connection:
        await connection.execute("set statement_timeout = 0")
        try:
            originals = {table: await _columns(connection, table) for table in _REPLACED}
            stride = 10 + await connection.fetchval(
                "select greatest((select max(id) from messages), (select max(n) from traces))"
            )
            for table in _REPLACED:
                await connection.execute(_original(table), community)
            at = await connection.fetchval("select now() - make_interval(days => $1)", days_ago)
            for first in range(1, times + 1, COPIES_TOGETHER):
                last = min(times, first + COPIES_TOGETHER - 1)
                for table, columns in originals.items():
                    await connection.execute(_copy(table, columns), first, last, stride, at, timeout=600)
            for table, column in (("messages", "id"), ("traces", "n")):
                await connection.execute(
                    f"select setval(pg_get_serial_sequence('{table}', '{column}'), (select max({column}) from {table}))"
                )
            await connection.execute("analyze", timeout=600)
        finally:
            await connection.execute("reset statement_timeout")


def _original(table: str) -> str:
    """Only what was there before the first copy is copied."""
    return f"create temp table original_{table} as select o.* from {table} o where {_MINE.get(table, _OF_A_TURN)}".replace(
        "$5", "$1"
    )


def _copy(table: str, columns: Sequence[str]) -> str:
    replaced = _REPLACED[table]
    values = [
        _VALUE[replaced[column]].format(column=column) if column in replaced else f"o.{column}"
        for column in columns
    ]
    return f"""
insert into {table} ({", ".join(columns)}) overriding system value
select {", ".join(values)} from original_{table} o, generate_series($1::int, $2::int) k
where $3::bigint > 0 and $4::timestamptz is not null
"""


async def _columns(connection: Connection, table: str) -> Sequence[str]:
    rows = await connection.fetch(_COLUMNS, table)
    return [row["name"] for row in rows]


_COLUMNS = """
select attname as name from pg_attribute
where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum
"""
