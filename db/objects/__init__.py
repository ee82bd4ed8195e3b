"""Where the bytes of pictures are: with their rows, or in an object store beside Postgres.

    pixels        before a transaction the bytes get a place, which the row then names; and they are read from there
    recent        what this process has just stored, so that it is not read back to be sent
    gone_objects  what rows no longer name is deleted; who was forgotten is proved to be gone
    sweep         objects and rows compared, both ways
    moving        an installation from one place to the other, while it runs

May import db's root.
"""
