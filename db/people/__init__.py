"""Pictures that people keep of themselves and of styles, whose they are, and who may have them.

May import: `db.moderation`, `db.memory`, `db.turns`, `db.objects`.
"""
