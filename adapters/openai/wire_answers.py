"""What servers answer: open servers leave fields out, or null, and the SDK's own models check nothing."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

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
    """What is not read may have any shape."""

    model_config = ConfigDict(extra="ignore")

    @classmethod
    def parsed(cls, content: bytes) -> Self:
        """From an answer's body. Raises pydantic.ValidationError."""
        if _SURROGATE.search(content):
            content = _ESCAPES.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], content)
        return cls.model_validate_json(content.decode("utf-8", "replace"))


def _or_else(otherwise: object) -> WrapValidator:
    """For what comes in another shape: nothing was said then, and what else the answer holds, its tokens above all, still counts."""

    def read(value: object, known: ValidatorFunctionWrapHandler) -> object:
        try:
            return known(value)
        except ValidationError:
            return otherwise

    return WrapValidator(read)


class ChatMessage(Lenient):
    """A model that calls tools, or only thinks, says nothing: its content is empty."""

    content: str | None = None
    refusal: str | None = None
    reasoning_content: str | None = None
    """What it thought, as llama.cpp, vLLM and DeepSeek name it."""
    reasoning: str | None = None
    """The same, as Ollama and OpenRouter name it."""


class Choice(Lenient):
    message: ChatMessage = ChatMessage()
    finish_reason: str | None = None


class ChatAnswer(Lenient):
    """Of /chat/completions."""

    choices: Annotated[list[Choice], _or_else(())]
    """Without any, the model said nothing."""
    usage: Any = None
    model: Annotated[str | None, _or_else(None)] = None


class Content(Lenient):
    type: str | None = None
    text: str | None = None
    refusal: str | None = None


class Item(Lenient):
    type: str | None = None
    content: list[Content] = []


class Incomplete(Lenient):
    reason: str | None = None


class ResponsesAnswer(Lenient):
    """Of /responses."""

    output: Annotated[list[Item], _or_else(())]
    status: str | None = None
    incomplete_details: Incomplete | None = None
    usage: Any = None
    model: str | None = None

    def parts(self) -> list[Content]:
        return [part for item in self.output if item.type == "message" for part in item.content]

    def has_thought(self) -> bool:
        return any(item.type == "reasoning" and item.content for item in self.output)


class PictureItem(Lenient):
    b64_json: str | None = None
    url: str | None = None
    revised_prompt: str | None = None


class PictureAnswer(Lenient):
    """Of /images/generations and /images/edits."""

    data: Annotated[list[PictureItem], _or_else(())] = []
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
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return 0
    return int(min(max(value, 0), 100_000_000))
