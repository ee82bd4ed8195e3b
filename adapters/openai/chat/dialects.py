"""The two APIs a language model is spoken to in, both as one question and one answer."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openai import AsyncOpenAI, omit
from pydantic import BaseModel

from adapters.openai.chat.answer_shapes import schema_of
from adapters.openai.connection import within
from adapters.openai.wire_answers import ChatAnswer, Choice, ResponsesAnswer, Tokens, tokens_of
from agent.domain.generation import ImageData

How = Literal["schema", "json", "text"]
"""How the shape is enforced: by strict schema, by "some JSON", or by asking for it in words."""

TOKENS_MAX = 8_000
"""Of one answer, thinking included: a plan takes about 1,000."""
OPTIONAL = ("reasoning_effort", "max_completion_tokens", "max_output_tokens", "prompt_cache_key")
"""Parameters that a server may not know; what it complains of is left out from then on."""
ANSWER_ROOM = frozenset({"max_completion_tokens", "max_output_tokens"})
"""Of these, what keeps room for an answer: servers count it against the model's context (vLLM)."""
_THINKERS = re.compile(r"(?:.*/)?(?:gpt-[5-9]|o[1-9])")
"""OpenAI's reasoning models: they are told to think little, a plan is one short step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One call's words. `said` is what the model answered before and what was wrong with it, for a repair."""

    name: str
    system: str
    user: str
    images: tuple[ImageData, ...] = ()
    said: tuple[tuple[Literal["assistant", "user"], str], ...] = ()
    shape: type[BaseModel]
    how: How
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came back."""

    text: str
    tokens: Tokens | None
    refusal: bool = False
    cut: bool = False
    """The answer ended at a length limit."""
    model: str = ""


async def chat(client: AsyncOpenAI, model: str, question: Question, *, timeout_seconds: float) -> Said:
    """Through /chat/completions. Raises what the SDK raises; ValueError when the answer is not of this API."""
    thinks = _THINKERS.match(model) is not None
    raw = await client.chat.completions.with_raw_response.create(
        model=model,
        messages=_messages(question),
        response_format=_chat_format(question),
        max_completion_tokens=omit if "max_completion_tokens" in question.left_out else TOKENS_MAX,
        reasoning_effort="low" if thinks and "reasoning_effort" not in question.left_out else omit,
        prompt_cache_key=_cache_key(question) if thinks and "prompt_cache_key" not in question.left_out else omit,
        timeout=within(timeout_seconds),
    )  # fmt: skip
    answer = ChatAnswer.parsed(raw.content)
    choice = answer.choices[0] if answer.choices else Choice()
    refused = bool(choice.message.refusal) or choice.finish_reason == "content_filter"
    return Said(
        text=choice.message.content or "", tokens=tokens_of(answer.usage), refusal=refused,
        cut=choice.finish_reason == "length", model=answer.model or model,
    )  # fmt: skip


async def responses(client: AsyncOpenAI, model: str, question: Question, *, timeout_seconds: float) -> Said:
    """Through /responses. Raises as `chat`."""
    thinks = _THINKERS.match(model) is not None
    raw = await client.responses.with_raw_response.create(
        model=model,
        instructions=question.system,
        input=_input(question),
        text=_responses_format(question),
        max_output_tokens=omit if "max_output_tokens" in question.left_out else TOKENS_MAX,
        reasoning={"effort": "low"} if thinks and "reasoning_effort" not in question.left_out else omit,
        prompt_cache_key=_cache_key(question) if thinks and "prompt_cache_key" not in question.left_out else omit,
        store=False,
        timeout=within(timeout_seconds),
    )  # fmt: skip
    answer = ResponsesAnswer.parsed(raw.content)
    parts = answer.parts()
    reason = answer.incomplete_details.reason
    return Said(
        text="".join(part.text or "" for part in parts if part.type == "output_text"),
        tokens=tokens_of(answer.usage),
        refusal=any(part.type == "refusal" for part in parts) or reason == "content_filter",
        cut=reason == "max_output_tokens",
        model=answer.model or model,
    )


def _cache_key(question: Question) -> str:
    """Calls of one kind share their system prompt, and so the provider's cache."""
    return f"atelier-{question.name}"


def data_url(image: ImageData) -> str:
    return f"data:{image.media_type};base64,{base64.b64encode(image.data).decode('ascii')}"


def _messages(question: Question) -> Iterable[Any]:
    content: list[object] = [{"type": "text", "text": question.user}]
    content += [
        {"type": "image_url", "image_url": {"url": data_url(image), "detail": "auto"}}
        for image in question.images
    ]
    # A plain string where there is no picture: small servers know no parts.
    return [
        {"role": "system", "content": question.system},
        {"role": "user", "content": content if question.images else question.user},
        *({"role": role, "content": text} for role, text in question.said),
    ]


def _input(question: Question) -> Any:
    content: list[object] = [{"type": "input_text", "text": question.user}]
    content += [
        {"type": "input_image", "image_url": data_url(image), "detail": "auto"} for image in question.images
    ]
    said: Sequence[dict[str, object]] = [{"role": role, "content": text} for role, text in question.said]
    return [{"role": "user", "content": content}, *said]


def _chat_format(question: Question) -> Any:
    match question.how:
        case "schema":
            schema = {"name": question.name, "schema": schema_of(question.shape), "strict": True}
            return {"type": "json_schema", "json_schema": schema}
        case "json":
            return {"type": "json_object"}
        case "text":
            return omit


def _responses_format(question: Question) -> Any:
    match question.how:
        case "schema":
            schema = schema_of(question.shape)
            return {
                "format": {"type": "json_schema", "name": question.name, "schema": schema, "strict": True}
            }
        case "json":
            return {"format": {"type": "json_object"}}
        case "text":
            return omit


DIALECTS = {"chat": chat, "responses": responses}
Api = Literal["chat", "responses"]
