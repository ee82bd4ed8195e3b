"""What members report, whom moderators blocked, and who was told that they talk to an AI.

May import: `db.delivery`, `db.turns`, `db.memory`.
"""
