"""Structured answers: the schema a model is given for a shape, and how its text is read back."""

import json
import re
from collections.abc import Collection, Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from adapters.openai.chat.lenient_types import Shape
from adapters.openai.chat.streams import ANSWER_CHARS_MAX

T = TypeVar("T")

STARTS_MAX = 20
"""Places at which a JSON object is looked for within prose."""
_THOUGHT = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)


class Unreadable(Exception):
    """Why an answer has not the shape, in words for the model that is to mend it."""


@cache
def schema_of(shape: type[BaseModel], *, bounded: bool = True) -> dict[str, Any]:
    """The strict JSON schema: all fields required (unless the shape says which) and none besides, no defaults, and every definition in
    its place (small servers follow no references). `bounded`: with maxItems and maxLength."""
    schema = shape.model_json_schema()
    definitions: dict[str, object] = schema.pop("$defs", {})
    dropped = frozenset({"default", "description", "title", *(() if bounded else ("maxItems", "maxLength"))})
    strict = cast("dict[str, Any]", _strict(schema, definitions, dropped))
    return strict | {"required": [*needed]} if (needed := needed_of(shape)) else strict


def needed_of(shape: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a shape that cannot be left out, where others can."""
    return shape.needed if issubclass(shape, Shape) else ()


def _strict(node: object, definitions: dict[str, object], dropped: Collection[str]) -> object:
    if isinstance(node, list):
        return [_strict(item, definitions, dropped) for item in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    given = cast("dict[str, object]", node)
    if isinstance(reference := given.get("$ref"), str):
        return _strict(definitions[reference.rpartition("/")[2]], definitions, dropped)
    kept = {
        key: _strict(value, definitions, dropped)
        for key, value in given.items()
        if not _drops(key, value, dropped)
    }
    if kept.get("type") == "object":
        named = [*cast("dict[str, object]", kept.get("properties", {}))]
        kept |= {"required": named, "additionalProperties": False}
    return kept


def _drops(key: str, value: object, dropped: Collection[str]) -> bool:
    """A keyword, and not a field of that name."""
    return key in dropped and not isinstance(value, dict | list)


def described(shape: type[BaseModel]) -> str:
    """What to say to a model whose server enforces no schema."""
    schema = json.dumps(schema_of(shape), separators=(",", ":"))
    return f"Answer with nothing but one JSON object, no prose and no code fence. Its JSON schema:\n{schema}"


def read(text: str, shape: type[T]) -> T:
    """The answer as a `shape`: the first JSON object in the text that has it. Raises Unreadable."""
    assert issubclass(shape, BaseModel)
    if len(text) > ANSWER_CHARS_MAX:
        raise Unreadable("the answer is far too long")
    reason = "there is no JSON object in the answer"
    for start in _starts(_THOUGHT.sub("", text)):
        try:
            found, _ = json.JSONDecoder().raw_decode(start)
            return shape.model_validate(found)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            reason = f"{where or 'the object'}: {first['msg']}"
            break  # an object inside of this one is not meant
        except (ValueError, RecursionError):
            reason = "the JSON is broken or cut off"
    raise Unreadable(reason)


def _starts(text: str) -> Iterator[str]:
    """The text from each opening brace on, first ones first."""
    return (text[match.start() :] for match in islice(re.finditer(r"\{", text), STARTS_MAX))
