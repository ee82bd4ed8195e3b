"""What a database is made of, to be compared with another: columns, indexes, triggers and our own functions."""

import asyncpg


async def schema_of(dsn: str) -> list[str]:
    connection = await asyncpg.connect(dsn)
    try:
        return [row["line"] for row in await connection.fetch(_SCHEMA)]
    finally:
        await connection.close()


_SCHEMA = """
select table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') || is_nullable as line
from information_schema.columns where table_schema = 'public'
union all select indexdef from pg_indexes where schemaname = 'public'
union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
union all select p.proname || md5(p.prosrc) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'public' and p.proname like 'atelier%'
order by 1
"""
