"""Postgres: the only place with SQL and asyncpg."""
