"""Foreign JSON held to what its format says: a value of another type, and an object without what every such object has, count as not said.
Libraries that read it believe it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import cast

Types = Mapping[str, tuple[type, ...] | Callable[[object], bool]]
"""Name of a field, wherever it stands, to what its values may be. Fields that are not named keep what they have."""
Parts = Mapping[str, type | tuple[type, ...]]
Needed = Mapping[str, Parts]
"""Name of a field to what the object there, or each object of the list there, always has."""
DEPTH_MAX = 24
"""Objects and lists within each other; what is deeper was made to be deep."""
WHOLE_MAX = 2**63 - 1


_NOTHING: Needed = {}
Raw = Mapping[str, object]
Json = dict[str, object]
"""A JSON object we make."""


def held_to(
    types: Types, value: object, *, needed: Needed = _NOTHING, nulls: bool = True, depth: int = 0
) -> object:
    """`nulls`: the format has them, where a thing is not there; otherwise a field that is null counts as not said.

    >>> held_to({"text": (str,)}, {"text": ["a"], "from": {"text": "b"}})
    {'from': {'text': 'b'}}
    >>> held_to({}, {"from": {}, "photo": [{"id": 1}, {}]}, needed={"from": {"id": int}, "photo": {"id": int}})
    {'photo': [{'id': 1}]}
    >>> held_to({}, {"name": None, "id": 1}, nulls=False)
    {'id': 1}
    """
    if depth > DEPTH_MAX:
        return None
    if isinstance(value, dict):
        fields = ((str(name), item) for name, item in cast(dict[object, object], value).items())
        typed = (
            (name, item)
            for name, item in fields
            if _is(item, types.get(name)) and (nulls or item is not None)
        )
        held = (
            (name, held_to(types, item, needed=needed, nulls=nulls, depth=depth + 1)) for name, item in typed
        )
        return dict(_whole(held, needed))
    if isinstance(value, list):
        items = cast(list[object], value)
        return [held_to(types, item, needed=needed, nulls=nulls, depth=depth + 1) for item in items]
    return writable(value) if isinstance(value, str) else value


def lacks(value: object, parts: Parts) -> bool:
    """Whether it is an object without one of these."""
    if not isinstance(value, dict):
        return False
    found = cast(dict[object, object], value)
    return any(not isinstance(found.get(name), kind) for name, kind in parts.items())


def writable(text: str) -> str:
    """With a question mark for each half of a pair of surrogates that JSON can spell and no encoding can write."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _whole(fields: Iterable[tuple[str, object]], needed: Needed) -> Iterator[tuple[str, object]]:
    for name, value in fields:
        parts = needed.get(name, {})
        if parts and isinstance(value, list):
            yield name, [item for item in cast(list[object], value) if not lacks(item, parts)]
        elif not lacks(value, parts):
            yield name, value


def _is(value: object, wanted: tuple[type, ...] | Callable[[object], bool] | None) -> bool:
    if isinstance(value, int) and abs(value) > WHOLE_MAX:
        return False
    if value is None or wanted is None:
        return True
    if not isinstance(wanted, tuple):
        return wanted(value)
    return bool in wanted if isinstance(value, bool) else isinstance(value, wanted)


def obj(value: object) -> Raw:
    """The value as an object, an empty one if it is anything else."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key): item for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def objects(value: object) -> list[Raw]:
    """The objects in a list, none if it is anything else."""
    if not isinstance(value, list):
        return []
    return [obj(item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def strings(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    return [str(item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def string(value: object) -> str:
    """Text or a number as text, "" for anything else; NUL is left out, no store takes it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).replace("\x00", "")


def whole(value: object) -> int | None:
    """A whole number, also one written as text (Discord's ids)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isdecimal() else None
