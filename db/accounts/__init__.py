"""Which accounts are one person, and what they are told about it.

May import: nothing of the other rooms. Who may read what across accounts is in `db.memory.reading_rights`.
"""
