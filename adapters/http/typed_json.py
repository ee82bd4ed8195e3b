"""Foreign JSON held to the types that its format names: a value of another type counts as not said. Libraries that read it believe it."""

from collections.abc import Mapping
from typing import cast

Types = Mapping[str, tuple[type, ...]]
"""Name of a field, wherever it stands, to what its values may be. Fields that are not named keep what they have."""
DEPTH_MAX = 24
"""Objects and lists within each other; what is deeper was made to be deep."""
WHOLE_MAX = 2**63 - 1


def held_to(types: Types, value: object, depth: int = 0) -> object:
    """
    >>> held_to({"text": (str,)}, {"text": ["a"], "from": {"text": "b"}})
    {'from': {'text': 'b'}}
    """
    if depth > DEPTH_MAX:
        return None
    if isinstance(value, dict):
        fields = cast(dict[object, object], value).items()
        return {
            str(name): held_to(types, item, depth + 1)
            for name, item in fields
            if _is(item, types.get(str(name)))
        }
    if isinstance(value, list):
        return [held_to(types, item, depth + 1) for item in cast(list[object], value)]
    return value


def _is(value: object, wanted: tuple[type, ...] | None) -> bool:
    if isinstance(value, int) and abs(value) > WHOLE_MAX:
        return False
    if isinstance(value, bool):
        return wanted is None or bool in wanted
    return value is None or wanted is None or isinstance(value, wanted)
