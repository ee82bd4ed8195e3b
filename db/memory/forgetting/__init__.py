"""Forgetting: hard deletes that take along everything which quotes what is forgotten; and what has had its time.

May import: rows and rights of `db.memory`.
"""
