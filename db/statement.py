"""SQL whose parameters have names: `:author` stands for one value wherever it is written.

For statements with more of them than a reader can count; short ones keep Postgres' own `$1`."""

import re
from typing import Any

_NAME = re.compile(r"(?<![:\w]):([a-z_]+)\b")  # not the second colon of a cast


class Statement:
    """
    >>> found = Statement("select :who::text, :what where :who <> ''")
    >>> found.sql
    "select $1::text, $2 where $1 <> ''"
    >>> found.values(what=2, who="ana")
    ('ana', 2)
    """

    def __init__(self, text: str) -> None:
        names = list(dict.fromkeys(_NAME.findall(text)))
        numbers = {name: f"${n}" for n, name in enumerate(names, start=1)}
        self.sql = _NAME.sub(lambda found: numbers[found[1]], text)
        self._names = tuple(names)

    def values(self, **given: Any) -> tuple[Any, ...]:
        """In the order in which Postgres takes them. Raises TypeError where one is missing or unknown."""
        if given.keys() != set(self._names):
            raise TypeError(f"expected {sorted(self._names)}, got {sorted(given)}")
        return tuple(given[name] for name in self._names)
