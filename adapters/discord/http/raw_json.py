"""Reads foreign JSON: interactions arrive in shapes that no type describes well."""

from collections.abc import Mapping

Raw = Mapping[str, object]
Json = dict[str, object]
"""A JSON object we make."""


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
