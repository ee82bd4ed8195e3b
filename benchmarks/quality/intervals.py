"""How sure a share is."""

import math


def wilson(right: float, of: int, *, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval), also right near 0 and 1.

    >>> tuple(round(end, 3) for end in wilson(45, 60))
    (0.628, 0.842)
    """
    if of == 0:
        return 0.0, 1.0
    share, weight = right / of, z * z / of
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)


def told(right: float, of: int) -> str:
    """As a column of a table.

    >>> told(45, 60)
    '0.750 (0.628-0.842)'
    """
    low, high = wilson(right, of)
    return f"{right / of:.3f} ({low:.3f}-{high:.3f})" if of else "-"
