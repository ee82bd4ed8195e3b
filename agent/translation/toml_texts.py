"""Finds the texts in data files, for `make texts` alone: Babel's extractor of TOML (babel.cfg says which values are texts).

[toml: adapters/builtin/planner/data/answers.toml]
texts = answers.*, questions.*          values at these paths; `*` is any key, or every item of a list
[toml: adapters/builtin/language/data/styles.toml]
names = *                               keys at these paths
context = style                         for all of them, as of `pgettext`
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, cast

Extracted = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    file: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[Extracted]:
    """As Babel asks for it: line (unknown), the function that would say it, its arguments, comments for translators."""
    data = tomllib.loads(file.read().decode())
    context = options.get("context", "")
    for text in (*_at_all(data, options.get("texts", "")), *_keys_at_all(data, options.get("names", ""))):
        if context:
            yield 0, "pgettext", (context, text), []
        elif text:
            yield 0, "_", text, []


def _at_all(data: Any, paths: str) -> Iterator[str]:
    for path in _paths(paths):
        yield from (found for found in _at(data, path) if isinstance(found, str))


def _keys_at_all(data: Any, paths: str) -> Iterator[str]:
    for *before, last in _paths(paths):
        for found in _at(data, before):
            yield from (key for key in found if last in ("*", key))


def _paths(option: str) -> Iterator[list[str]]:
    yield from (path.strip().split(".") for path in option.split(",") if path.strip())


def _at(data: Any, path: Sequence[str]) -> Iterator[Any]:
    if not path:
        yield data
        return
    inside = _children(data)
    for key in inside if path[0] == "*" else (path[0],):
        if key in inside:
            yield from _at(inside[key], path[1:])


def _children(data: Any) -> Mapping[str, Any]:
    if isinstance(data, dict):
        return cast("Mapping[str, Any]", data)
    if isinstance(data, list):
        return {str(number): item for number, item in enumerate(cast("list[Any]", data))}
    return {}
