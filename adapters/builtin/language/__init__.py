"""The words that the built-in parts know, in several languages: the lexicon and its data files.

May import: nothing of ours but `agent.domain`. A new thing, colour, style or place is a line in `data/`.
"""
