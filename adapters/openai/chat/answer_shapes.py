"""Structured answers: the schema a model is given for a shape, and how its text is read back."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any, TypeVar, cast

from openai import pydantic_function_tool
from pydantic import BaseModel, ValidationError

T = TypeVar("T")

ANSWER_CHARS_MAX = 100_000
"""Longest answer that is read; a model that runs wild ends in a repair."""
STARTS_MAX = 20
"""Places at which a JSON object is looked for within prose."""
_THOUGHT = re.compile(r"<think>.*?(</think>|\Z)", re.DOTALL)


class Unreadable(Exception):
    """Why an answer has not the shape, in words for the model that is to mend it."""


@cache
def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The strict JSON schema (all fields required, none besides), as `chat.completions.parse` would send it, without the
    defaults that strict mode does not allow."""
    parameters = pydantic_function_tool(shape)["function"].get("parameters", {})
    return cast("dict[str, Any]", _without_defaults(parameters))


def _without_defaults(node: object) -> object:
    if isinstance(node, dict):
        items = cast("dict[str, object]", node).items()
        return {
            key: _without_defaults(value)
            for key, value in items
            if not (key == "default" or (key == "title" and isinstance(value, str)))
        }
    if isinstance(node, list):
        return [_without_defaults(item) for item in cast("list[object]", node)]
    return node


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
