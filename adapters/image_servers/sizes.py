"""Sizes as servers name them."""

import math
from collections.abc import Sequence

SIDES = {"512": 512, "768": 768, "1K": 1024, "1.5K": 1536, "2K": 2048, "4K": 4096}
"""Pixels on each side of a square picture, by the name of its size."""


def ratio_of(ratios: Sequence[str], width: int, height: int) -> str:
    """The nearest of the ratios.

    >>> ratio_of(("1:1", "16:9", "9:16"), 1344, 768)
    '16:9'
    """

    def distance(ratio: str) -> float:
        across, _, down = ratio.partition(":")
        return abs(math.log(float(across) / float(down)) - math.log(width / height))

    return min(ratios, key=distance)
