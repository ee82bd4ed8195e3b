"""What the text of a setting stands for. Pure."""

import re

_PERSON = re.compile(r"(discord|telegram):\d{1,20}|(web|console):\w[\w-]{0,40}")


def listed(value: str) -> tuple[str, ...]:
    """What a setting holds, separated by commas."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def people(value: str) -> tuple[str, ...]:
    """Ids of people. Raises ValueError.

    >>> people("discord:123, web:ana")
    ('discord:123', 'web:ana')
    """
    found = listed(value)
    if not all(_PERSON.fullmatch(person) for person in found):
        raise ValueError("platform:id, for example discord:123456789,telegram:42,web:ana")
    return found


def shards(text: str) -> tuple[tuple[int, ...], int | None]:
    """
    >>> shards("0-3/16"), shards("5 / 16"), shards("")
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
