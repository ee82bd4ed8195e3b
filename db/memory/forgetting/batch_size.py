"""How much of something long is done in one transaction: as much as takes a moment on this machine, now."""

BATCH_ROWS = 200
"""Rows of the first transaction, and what tests ask for."""
BATCH_ROWS_MIN, BATCH_ROWS_MAX = 20, 1_000
BATCH_SECONDS = 0.3
"""What a batch is to take. Others may want what it locks, and wait for what it writes."""


def fitting(rows: int, seconds: float, *, most: int = BATCH_ROWS_MAX) -> int:
    """How many rows the next batch is to have, after one of so many took so long: half of it to double, so that neither one slow
    moment nor one quick one decides.

    >>> fitting(200, 3.0), fitting(200, 0.4), fitting(200, 0.2), fitting(200, 0.01), fitting(200, 0.01, most=300)
    (100, 150, 300, 400, 300)
    """
    wanted = int(rows * BATCH_SECONDS / max(seconds, 0.001))
    return max(min(BATCH_ROWS_MIN, most), min(wanted, 2 * rows, most), min(rows // 2, most))
