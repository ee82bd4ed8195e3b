"""Finding what is remembered: one statement, then ranking in this process.

May import: words and rights of `db.memory`.
"""
