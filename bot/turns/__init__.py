"""The life of a turn in the process: taken in, run, said; and what an error is called to the person whose turn it ended.

May import: `agent`, `db`.
"""
