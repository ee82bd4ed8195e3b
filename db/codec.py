"""Frozen dataclasses to and from jsonb, by pydantic's reading of their annotations."""

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
