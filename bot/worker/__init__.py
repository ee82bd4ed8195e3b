"""The queue's worker, timers, maintenance and metrics.

May import: `bot.turns`, `db`.
"""
