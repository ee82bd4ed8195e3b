"""The shards of one gateway process, as a setting names them."""

import re


def shards_in(text: str) -> tuple[tuple[int, ...], int | None]:
    """
    >>> shards_in("0-3/16"), shards_in("5 / 16"), shards_in("")
    (((0, 1, 2, 3), 16), ((5,), 16), ((), None))
    """
    if not text.strip():
        return (), None
    found = re.fullmatch(r"\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*/\s*(\d{1,5})\s*", text)
    if found is None:
        raise ValueError("must say which shards of how many, for example 0-7/16")
    first, last, count = int(found[1]), int(found[2] or found[1]), int(found[3])
    if not first <= last < count:
        raise ValueError(f"must name shards from 0 to {count - 1}, the first before the last")
    return tuple(range(first, last + 1)), count
