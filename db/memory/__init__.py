"""Memory in Postgres: rows and writes, what becomes of something new beside the old, control over it, export.

May import: `recall`, `forgetting`. Who may read what is in `reading_rights` alone.
"""
