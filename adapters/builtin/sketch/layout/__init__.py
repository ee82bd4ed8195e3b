"""Where things stand: units of a picture that is 1000 high, pure arithmetic, the same for the same seed.

May import: `reading`, `scene`.
"""
