"""Everything that a database holds, as text: every row of every table, bytes as hex."""

import asyncpg


async def dump(pool: asyncpg.Pool) -> str:
    tables = await pool.fetch(
        "select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')"
    )
    lines: list[str] = []
    for table in tables:
        name = f'"{table["schemaname"]}"."{table["tablename"]}"'
        rows = await pool.fetch(f"select t::text as line from {name} t")
        lines += [f"{table['tablename']}: {row['line']}" for row in rows]
    return "\n".join(lines)


def quoting(dumped: str, *needles: str) -> list[str]:
    """The lines that hold one of the needles, whatever the case: for a failing test to show."""
    found = [needle.casefold() for needle in needles]
    return [line[:400] for line in dumped.splitlines() if any(needle in line.casefold() for needle in found)]
