"""A whole installation in one file, and back: `python -m bot backup`, `restore`, `transfer`.

May import db's root and `db.memory.forgetting`. What is left out of a backup, and why, stands in `kept.py`.
"""
