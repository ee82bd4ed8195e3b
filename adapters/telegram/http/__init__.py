"""Calls to Telegram: the library's bot with what it lacks, flood waits, its errors as ours.

May import: nothing of the other rooms.
"""
