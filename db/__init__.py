"""Postgres: the only place with SQL and asyncpg; at its root what every store stands on.

May import: `agent`. A new store is a module in the room of its subject, fulfilling a port of the core.
"""
