"""What servers answer, read leniently: open servers leave fields out, and the SDK's own models check nothing."""

import json
import re
from dataclasses import dataclass
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
"""Each escape of a JSON text as a whole, so that an escaped backslash is none of its own; the group: half of a surrogate pair,
which small models write and a strict JSON reader refuses."""


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
        if _SURROGATE.search(content):
            content = _ESCAPES.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], content)
        return cls.model_validate_json(content.decode("utf-8", "replace"))


def _joined(content: object) -> object:
    """Some servers answer in parts, as questions are asked, and some with the object itself instead of its text."""
    if isinstance(content, dict):
        return json.dumps(content)
    if not isinstance(content, list):
        return content if isinstance(content, str) else None
    parts = [_dict(part).get("text") for part in cast("list[object]", content)]
    return "".join(text for text in parts if isinstance(text, str))


def _dict(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


Word = Annotated[str | None, BeforeValidator(_word)]
"""A string, or nothing worth a word."""


class ChatMessage(Lenient):
    """A model that calls tools, or only thinks, says nothing: its content is empty."""

    content: Annotated[str | None, BeforeValidator(_joined)] = None
    refusal: Word = None
    reasoning_content: Word = None
    """What it thought, as llama.cpp, vLLM and DeepSeek name it."""
    reasoning: Word = None
    """The same, as Ollama and OpenRouter name it."""


class Choice(Lenient):
    message: Annotated[ChatMessage, BeforeValidator(_dict)] = ChatMessage()
    finish_reason: Word = None


class ChatAnswer(Lenient):
    """Of /chat/completions."""

    choices: Annotated[list[Annotated[Choice, BeforeValidator(_dict)]], BeforeValidator(_list)]
    """Without any, the model said nothing."""
    usage: Any = None
    model: Word = None


class Content(Lenient):
    type: Word = None
    text: Word = None
    refusal: Word = None


class Item(Lenient):
    type: Word = None
    content: Annotated[list[Annotated[Content, BeforeValidator(_dict)]], BeforeValidator(_list)] = []


class Incomplete(Lenient):
    reason: Word = None


class ResponsesAnswer(Lenient):
    """Of /responses."""

    output: list[Annotated[Item, BeforeValidator(_dict)]]
    status: Word = None
    incomplete_details: Annotated[Incomplete, BeforeValidator(_dict)] = Incomplete()
    usage: Any = None
    model: Word = None

    def parts(self) -> list[Content]:
        return [part for item in self.output if item.type == "message" for part in item.content]

    def has_thought(self) -> bool:
        return any(item.type == "reasoning" and item.content for item in self.output)


class PictureItem(Lenient):
    b64_json: Word = None
    url: Word = None
    revised_prompt: Word = None


class PictureAnswer(Lenient):
    """Of /images/generations and /images/edits."""

    data: Annotated[list[Annotated[PictureItem, BeforeValidator(_dict)]], BeforeValidator(_list)] = []
    usage: Any = None
    model: Word = None


class Embedding(Lenient):
    embedding: list[float]
    index: int = 0


class EmbeddingAnswer(Lenient):
    """Of /embeddings."""

    data: list[Embedding]
    usage: Any = None
    model: Word = None


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


def _count(value: object) -> int:
    """A number of tokens: whole, not negative, and not what a broken server makes up."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return 0
    return int(min(max(value, 0), 100_000_000))
