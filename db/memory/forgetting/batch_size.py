"""How much of something long is done in one transaction: as much as takes a moment on this machine, now."""

BATCH_ROWS = 200
"""Rows of one transaction at most; with all that hangs on them it takes some tenths of a second."""
BATCH_ROWS_MIN = 100
"""Fewer would take hardly less time: on a busy machine most of it is the way there and back."""
BATCH_SECONDS = 1.0
"""Batches that take longer become smaller. What they lock is nobody's any more."""


def fitting(rows: int, seconds: float, *, most: int) -> int:
    """How many rows the next batch is to have, after one of so many took so long: a busy server is given less at once.

    >>> fitting(200, 3.0, most=200), fitting(150, 3.0, most=200), fitting(200, 0.5, most=200), fitting(100, 0.01, most=200)
    (100, 100, 200, 200)
    """
    if seconds > BATCH_SECONDS:
        return max(min(BATCH_ROWS_MIN, most), rows // 2)
    return min(most, rows * 2) if seconds < BATCH_SECONDS / 4 else rows
