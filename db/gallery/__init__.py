"""A person's own pictures, as a page shows them: pages, searching, what they have in common, deleting.

May import: `db.delivery`, `db.turns`, `db.memory`. How a picture is found by words is `db.memory.recall.picture_search`'s.
"""
