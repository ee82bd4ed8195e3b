"""What goes into Postgres and comes out of it: frozen dataclasses to and from jsonb, by pydantic's reading of their annotations, and SQL
whose parameters have names."""

import re
from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from agent.domain.conversation import Pressed, Request, Said, TimedOut

T = TypeVar("T")

_REQUESTS: dict[str, type[Said] | type[Pressed] | type[TimedOut]] = {
    "said": Said,
    "pressed": Pressed,
    "timed_out": TimedOut,
}
_NAME = re.compile(r"(?<![:\w]):([a-z_]+)\b")  # not the second colon of a cast


@lru_cache(maxsize=128)
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def dump(value: object) -> Any:
    """JSON-able data; the value's own class says how."""
    return _adapter(type(value)).dump_python(value, mode="json")


def load(shape: type[T], data: object) -> T:
    """A `shape` from what `dump` made. Unknown keys are ignored, so that older and newer code can read each other."""
    return cast(T, _adapter(shape).validate_python(data))


def dump_request(request: Request) -> dict[str, Any]:
    kind = next(name for name, shape in _REQUESTS.items() if isinstance(request, shape))
    return {"kind": kind, **dump(request)}


def load_request(data: dict[str, Any]) -> Request:
    return load(_REQUESTS[data["kind"]], {key: value for key, value in data.items() if key != "kind"})


class Statement:
    """SQL in which `:author` stands for one value wherever it is written. For statements with more parameters than a reader can count;
    short ones keep Postgres' own `$1`.

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
