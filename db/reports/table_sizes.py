"""How much room each table takes, with its indexes and what it holds out of line."""

from collections.abc import Mapping

from db.errors import guarded
from db.pool import Pool


@guarded
async def table_sizes(pool: Pool) -> Mapping[str, int]:
    """Name to bytes, the largest first."""
    return {row["name"]: row["bytes"] for row in await pool.fetch(_SIZES)}


_SIZES = """
select c.relname as name, pg_total_relation_size(c.oid) as bytes from pg_class c
where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace order by 2 desc, 1
"""
