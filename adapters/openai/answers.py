"""What servers answer, read leniently: open servers leave fields out, and the SDK's own models check nothing."""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

_LONE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
"""Half of a surrogate pair, which small models write and a strict JSON reader refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What one call used. `input` includes `cached` and `image_input`."""

    input: int = 0
    cached: int = 0
    image_input: int = 0
    output: int = 0

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            input=self.input + other.input,
            cached=self.cached + other.cached,
            image_input=self.image_input + other.image_input,
            output=self.output + other.output,
        )


class Lenient(BaseModel):
    """Fields that are not needed may have any type."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def parsed(cls, content: bytes) -> Self:
        """From an answer's body. Raises pydantic.ValidationError."""
        return cls.model_validate_json(_LONE.sub(rb"\\ufffd", content))


def _joined(content: object) -> object:
    """Some servers answer in parts, as questions are asked."""
    if not isinstance(content, list):
        return content
    parts = [_dict(part).get("text") for part in cast("list[object]", content)]
    return "".join(text for text in parts if isinstance(text, str))


class ChatMessage(Lenient):
    content: Annotated[str | None, BeforeValidator(_joined)] = None
    refusal: str | None = None


class Choice(Lenient):
    message: ChatMessage
    finish_reason: str | None = None


class ChatAnswer(Lenient):
    """Of /chat/completions."""

    choices: list[Choice] = Field(min_length=1)
    usage: Any = None
    model: str | None = None


class Content(Lenient):
    type: str = ""
    text: str | None = None
    refusal: str | None = None


class Item(Lenient):
    type: str = ""
    content: list[Content] | None = None


class Incomplete(Lenient):
    reason: str | None = None


class ResponsesAnswer(Lenient):
    """Of /responses."""

    output: list[Item]
    status: str | None = None
    incomplete_details: Incomplete | None = None
    usage: Any = None
    model: str | None = None

    def parts(self) -> list[Content]:
        return [part for item in self.output if item.type == "message" for part in item.content or []]


class PictureItem(Lenient):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class PictureAnswer(Lenient):
    """Of /images/generations and /images/edits."""

    data: list[PictureItem] | None = None
    usage: Any = None
    model: str | None = None


class Embedding(Lenient):
    embedding: list[float]
    index: int = 0


class EmbeddingAnswer(Lenient):
    """Of /embeddings."""

    data: list[Embedding]
    usage: Any = None
    model: str | None = None


class Listed(Lenient):
    id: str


class ModelList(Lenient):
    """Of /models."""

    data: list[Listed]


def tokens_of(usage: object) -> Tokens | None:
    """The tokens a `usage` object counts, under either API's names; None when it counts none."""
    if not isinstance(usage, dict):
        return None
    counts = cast("dict[str, object]", usage)
    details = _dict(counts.get("prompt_tokens_details")) | _dict(counts.get("input_tokens_details"))
    tokens = Tokens(
        input=_count(counts.get("prompt_tokens")) or _count(counts.get("input_tokens")),
        cached=_count(details.get("cached_tokens")),
        image_input=_count(details.get("image_tokens")),
        output=_count(counts.get("completion_tokens")) or _count(counts.get("output_tokens")),
    )
    return tokens if tokens != Tokens() else None


def _dict(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _count(value: object) -> int:
    """A number of tokens: whole, not negative, and not what a broken server makes up."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return 0
    return min(max(int(value), 0), 100_000_000)
