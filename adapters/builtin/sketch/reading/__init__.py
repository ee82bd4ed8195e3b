"""From the words of a context to a scene as data.

May import: the lexicon. A new word is data; a new kind of phrase is a module here.
"""
