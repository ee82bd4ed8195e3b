"""The two APIs a language model is spoken to in, both as one question and one answer."""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from openai import AsyncOpenAI
from pydantic import BaseModel

from adapters.openai.chat.answer_shapes import needed_of, schema_of
from adapters.openai.chat.streams import SILENCE_SECONDS, ChatFold, ResponsesFold, body_of
from adapters.openai.connection import within
from adapters.openai.wire_answers import ChatAnswer, Choice, ResponsesAnswer, Tokens, tokens_of
from agent.domain.generation import ImageData

How = Literal["schema", "json", "text"]
"""How the shape is enforced: by strict schema, by "some JSON", or by asking for it in words."""

TOKENS_MAX = 8_000
"""Of one answer of a model that thinks, its thoughts included."""
TEMPERATURE = 0.2
"""A plan is worked out, not dreamt up; models that think choose their own."""
OPTIONAL = (
    "reasoning_effort", "max_completion_tokens", "max_output_tokens", "prompt_cache_key", "temperature", "stream_options", "stream",
    "chat_template_kwargs",
)  # fmt: skip
"""Parameters that a server may not know; what it complains of is left out from then on."""
BOUNDS = frozenset({"maxLength", "maxItems"})
"""Keywords of a schema that a server may not know, left out together."""
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
    tokens_max: int = TOKENS_MAX
    """Ceiling of the answer."""
    quiet: bool = False
    """The model is told not to think."""
    silence_seconds: float = SILENCE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came back."""

    text: str
    """The answer; what was thought, where nothing else came: some servers put the answer there."""
    tokens: Tokens | None
    refusal: bool = False
    cut: bool = False
    """The answer ended at a length limit."""
    thought: bool = False
    """The model thought before it answered."""
    model: str = ""


def thinks(model: str) -> bool:
    """Whether a model of this name is known to think before it answers."""
    return _THINKERS.match(model) is not None


async def chat(client: AsyncOpenAI, model: str, question: Question, *, timeout_seconds: float) -> Said:
    """Through /chat/completions. Raises what the SDK raises; ValueError when the answer is not of this API."""
    wanted: dict[str, Any] = {
        "max_completion_tokens": question.tokens_max,
        "stream": True,
        "stream_options": {"include_usage": True},
        **(
            {"reasoning_effort": "low", "prompt_cache_key": _cache_key(question)}
            if thinks(model)
            else _plainly(question)
        ),
    }
    body = _known(wanted, question)
    if "stream" not in body:
        body.pop("stream_options", None)
    create: Any = client.chat.completions.with_streaming_response.create
    async with create(
        model=model, messages=_messages(question), timeout=within(timeout_seconds), **_chat_format(question), **body
    ) as response:  # fmt: skip
        answer = ChatAnswer.parsed(
            await body_of(response, ChatFold(), silence_seconds=question.silence_seconds)
        )
    choice = answer.choices[0] if answer.choices else Choice()
    message = choice.message
    text, thought = message.content or "", message.reasoning_content or message.reasoning or ""
    return Said(
        text=text if text.strip() else thought,
        tokens=tokens_of(answer.usage),
        refusal=bool(message.refusal) or choice.finish_reason == "content_filter",
        cut=choice.finish_reason == "length",
        thought=bool(thought) or "<think>" in text,
        model=answer.model or model,
    )


async def responses(client: AsyncOpenAI, model: str, question: Question, *, timeout_seconds: float) -> Said:
    """Through /responses. Raises as `chat`."""
    wanted: dict[str, Any] = {
        "max_output_tokens": question.tokens_max,
        "stream": True,
        **(
            {"reasoning_effort": "low", "prompt_cache_key": _cache_key(question)}
            if thinks(model)
            else _plainly(question)
        ),
    }
    body = _known(wanted, question)
    if effort := body.pop("reasoning_effort", ""):
        body["reasoning"] = {"effort": effort}
    create: Any = client.responses.with_streaming_response.create
    async with create(
        model=model, instructions=question.system, input=_input(question), store=False, timeout=within(timeout_seconds),
        **_responses_format(question), **body,
    ) as response:  # fmt: skip
        answer = ResponsesAnswer.parsed(
            await body_of(response, ResponsesFold(), silence_seconds=question.silence_seconds)
        )
    parts = answer.parts()
    reason = answer.incomplete_details.reason if answer.incomplete_details else None
    return Said(
        text="".join(part.text or "" for part in parts if part.type == "output_text"),
        tokens=tokens_of(answer.usage),
        refusal=any(part.type == "refusal" for part in parts) or reason == "content_filter",
        cut=reason == "max_output_tokens",
        thought=answer.has_thought(),
        model=answer.model or model,
    )


def _plainly(question: Question) -> Mapping[str, Any]:
    """For models that do not think, or should not."""
    template: dict[str, Any] = {"chat_template_kwargs": {"enable_thinking": False}} if question.quiet else {}
    return {"temperature": TEMPERATURE, **template}


def _known(wanted: Mapping[str, Any], question: Question) -> dict[str, Any]:
    """Without what the server does not know. What the SDK does not know either goes into the body as it is."""
    kept = {name: value for name, value in wanted.items() if name not in question.left_out}
    template = kept.pop("chat_template_kwargs", None)
    return kept | ({"extra_body": {"chat_template_kwargs": template}} if template else {})


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
    # Whole items, typed: llama.cpp takes an answer of the model's no other way.
    said: Sequence[dict[str, object]] = [
        {"type": "message", "role": role, "content": [{"type": _TYPED[role], "text": text}]}
        for role, text in question.said
    ]
    return [{"type": "message", "role": "user", "content": content}, *said]


_TYPED = {"assistant": "output_text", "user": "input_text"}


def _schema(question: Question) -> dict[str, Any]:
    schema = schema_of(question.shape, bounded=not question.left_out & BOUNDS)
    return {"name": question.name, "schema": schema, "strict": not needed_of(question.shape)}


def _chat_format(question: Question) -> dict[str, Any]:
    match question.how:
        case "schema":
            return {"response_format": {"type": "json_schema", "json_schema": _schema(question)}}
        case "json":
            return {"response_format": {"type": "json_object"}}
        case "text":
            return {}


def _responses_format(question: Question) -> dict[str, Any]:
    match question.how:
        case "schema":
            return {"text": {"format": {"type": "json_schema", **_schema(question)}}}
        case "json":
            return {"text": {"format": {"type": "json_object"}}}
        case "text":
            return {}


DIALECTS = {"chat": chat, "responses": responses}
Api = Literal["chat", "responses"]
