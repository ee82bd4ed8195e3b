"""A turn in Postgres: taken in, queued, claimed, recorded step by step, its questions, schedules, limits and spending.

May import: `db`'s root.
"""
