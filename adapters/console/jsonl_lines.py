"""The scripted chat's lines: what may come in, checked, and what goes out. Pure.

In, one JSON object a line (fields beyond these are ignored):

    {"type":"message","id":"m1","community":"guild","channel":"art","thread":null,"author":"ana","text":"...",
     "images":["path.png"],"reply_to":"b3","private":false}
    {"type":"press","id":"m2","author":"ana","channel":"art","message":"b3","button":"<button id>"}
    {"type":"wait"}

Optional beside these: `moderator` (true unless it says false: whoever drives a script may change what holds for a channel),
`incognito`, `locale` (of the author's app, as "de-AT"), and for a press the `text` and `images` of its form (Refine). Without
`community` a message is said in "guild".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
)

from agent.errors import BadInput

LINE_BYTES_MAX = 4_000_000
"""Longest line that is read; of a longer one only its length is told."""
ID_CHARS_MAX = 100
NAME_CHARS_MAX = 100
LOCALE_CHARS_MAX = 20
PATH_CHARS_MAX = 4_000
COMMUNITY = "guild"


class BadLine(BadInput):
    """A line that cannot be used. `line_id` is its id, where one could be read."""

    def __init__(self, message: str, *, line_id: str | None = None) -> None:
        super().__init__(message)
        self.line_id = line_id


def _storable(value: object) -> object:
    """Half of a surrogate pair, which JSON can spell and UTF-8 cannot, becomes a question mark."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _name(text: str) -> str:
    text = text.strip()
    if not text or not text.isprintable():
        raise ValueError("must be printable and not empty")
    return text


Text = Annotated[str, BeforeValidator(_storable)]
Id = Annotated[Text, Field(max_length=ID_CHARS_MAX), AfterValidator(_name)]
Name = Annotated[Text, Field(max_length=NAME_CHARS_MAX), AfterValidator(_name)]
Locale = Annotated[Text, Field(max_length=LOCALE_CHARS_MAX)]
Path = Annotated[Text, Field(max_length=PATH_CHARS_MAX)]


class _Line(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class MessageLine(_Line):
    """Somebody says something."""

    type: Literal["message"]
    id: Id
    community: Name | None = COMMUNITY
    channel: Name
    thread: Name | None = None
    author: Name
    text: Text = ""
    images: list[Path] = Field(default_factory=list[Path], max_length=100)
    reply_to: Id | None = None
    private: bool = False
    moderator: bool = True
    locale: Locale | None = None
    incognito: bool = False


class PressLine(_Line):
    """Somebody presses a button. `channel` and `community`, where given, must be those of the message."""

    type: Literal["press"]
    id: Id
    author: Name
    message: Id
    button: Text = Field(max_length=200)
    community: Name | None = None
    channel: Name | None = None
    thread: Name | None = None
    text: Text = ""
    images: list[Path] = Field(default_factory=list[Path], max_length=100)
    moderator: bool = True
    locale: Locale | None = None


class WaitLine(_Line):
    """Nothing further is read until nothing is in flight."""

    type: Literal["wait"]


Line = MessageLine | PressLine | WaitLine
_SHAPES: Mapping[str, TypeAdapter[Line]] = {
    "message": TypeAdapter(MessageLine),
    "press": TypeAdapter(PressLine),
    "wait": TypeAdapter(WaitLine),
}


def parse_line(raw: bytes, *, number: int) -> Line:
    """The line. Raises BadLine with its number (from 1), what is wrong and what would be right."""
    where = f"Line {number}"
    if len(raw) > LINE_BYTES_MAX:
        raise BadLine(f"{where} is longer than the {LINE_BYTES_MAX:,} bytes that I read.")
    found = _json_object(raw, where)
    line_id = _id_of(found)
    shape = _SHAPES.get(str(found.get("type")))
    if shape is None:
        said = "has no “type”" if "type" not in found else f"has an unknown type, {_shown(found['type'])}"
        raise BadLine(f"{where} {said}; it is one of message, press and wait.", line_id=line_id)
    try:
        return shape.validate_python(found)
    except ValidationError as error:
        raise BadLine(f"{where} cannot be used: {_first(error)}.", line_id=line_id) from error


def _json_object(raw: bytes, where: str) -> dict[str, Any]:
    if not raw.strip():
        raise BadLine(f"{where} is empty; each line is one JSON object with a “type”.")
    try:
        found = json.loads(raw.decode())
    except UnicodeDecodeError as error:
        raise BadLine(f"{where} is not UTF-8 text.") from error
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__
        raise BadLine(f"{where} is not JSON ({why}); each line is one JSON object.") from error
    if not isinstance(found, dict):
        raise BadLine(f"{where} is {_shown(found)}; each line is one JSON object with a “type”.")
    return found  # pyright: ignore[reportUnknownVariableType] # JSON: keys are texts, values are checked next


def _id_of(found: Mapping[str, Any]) -> str | None:
    """What an error about this line can name."""
    line_id = found.get("id")
    return str(_storable(line_id[:ID_CHARS_MAX])) if isinstance(line_id, str) else None


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"]) or "it"
    if first["type"] == "missing":
        return f"“{name}” is missing"
    return f"“{name}”: {first['msg'].removeprefix('Value error, ').lower()}"


def _shown(value: object) -> str:
    text = str(_storable(json.dumps(value, ensure_ascii=False)))
    return text if len(text) <= 40 else f"{text[:39]}…"


# --- out ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A line that goes out: `type` and its fields."""

    type: Literal["reply", "progress", "error"]
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def encoded(self) -> bytes:
        """UTF-8 with its line feed; a line feed within a text is escaped by JSON."""
        text = json.dumps({"type": self.type, **self.fields}, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace") + b"\n"


def error_line(text: str, *, in_reply_to: str | None) -> Spoken:
    return Spoken(type="error", fields={"in_reply_to": in_reply_to, "text": text})


def progress_line(turn: str, step: str, text: str) -> Spoken:
    return Spoken(type="progress", fields={"turn": turn, "step": step, "text": text})
