"""Finds the texts in data files, for `make texts` alone: Babel's extractor of TOML (babel.cfg says which values are texts).

[toml: adapters/discord/inbound/commands.toml]
texts = command.*.about | Discord: at most 100 characters     a path (`*` is any key, or every item of a list), and
        command.*.name | Discord command                      the context for `pgettext`, if there is one
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
    for line in options["texts"].splitlines():
        path, _bar, context = (part.strip() for part in line.partition("|"))
        for text in _at(data, path.split(".") if path else ["nothing"]):
            if isinstance(text, str) and text:
                yield (0, "pgettext", (context, text), []) if context else (0, "_", text, [])


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
