"""What was said and where: replies until they are delivered, the board, what platforms must not forget.

May import: `db.turns`, `db.memory`.
"""
