"""The border: what the SDK and the wire raise, in our own words. Nothing of the SDK's error tree gets past this package."""

import json
from collections.abc import Mapping
from typing import cast

import httpx2
import openai

from adapters.openai.connection import AnswerTooLarge
from agent.errors import (
    AtelierError,
    BadImage,
    MalformedCompletion,
    ModelUnavailable,
    RenderRefused,
    UnknownOutcome,
)

RETRY_AFTER_SECONDS_MAX = 3_600.0
MESSAGE_CHARS_MAX = 300
REFUSED = "The image service will not draw that. Try it in other words."
UNREADABLE = "the server's answer is not what the OpenAI API promises; check the base URL"

_REFUSALS = (
    "moderation_blocked", "content_policy", "content_filter", "content policy", "safety system", "safety_violation",
    "request moderated", "content moderated", "responsibleaipolicy",
)  # fmt: skip
"""In the code, type or message of a 4xx: the provider's moderation said no (OpenAI, Azure, BFL, LiteLLM)."""
_SPENT = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient credit")
_NO_ROOM = (
    "context_length", "maximum context", "context length", "context size", "context window", "exceed_context", "prompt is too long",
    "max_model_len", "too many tokens",
)  # fmt: skip
"""OpenAI, vLLM, SGLang, llama.cpp, LiteLLM: the call and its answer do not fit."""
_NEVER_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.ProxyError,
)
_PERHAPS_DONE = (502, 504, 520, 522, 524)
"""A gateway gave up on the server behind it, which may have drawn the picture all the same."""

Foreign = (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, ValueError)
"""What a call through the SDK may raise: its own tree, the wire's while a stream is read, and JSON that is none."""


class Lasting(ModelUnavailable):
    """A ModelUnavailable that trying again will not mend: a wrong key, a spent quota, a request not understood."""

    lasting = True


class NotUnderstood(Lasting):
    """The server is up and turns this one call down."""

    answered = True


class TooLong(NotUnderstood):
    """What was asked has no room in the model's context."""


class NoSuchThing(Lasting):
    """The server has no such model or no such endpoint; it did nothing."""


class Garbled(ModelUnavailable):
    """The answer is not of this API at all (a page of a proxy): not tried again at once, but perhaps later."""


def translated(error: BaseException, *, paid: bool) -> AtelierError:
    """Our error for one of Foreign. `paid`: the call was a render, so that an answer that never came is an UnknownOutcome."""
    if isinstance(error, openai.LengthFinishReasonError):
        return MalformedCompletion("the model's answer was cut off")
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return RenderRefused(REFUSED)
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, paid=paid)
    if isinstance(error, openai.APIResponseValidationError):
        return Garbled(UNREADABLE)
    if isinstance(error, openai.APIConnectionError):
        return _by_wire(error.__cause__ or error, paid=paid)
    if isinstance(
        error, openai.APIError
    ):  # an error event within a stream: the server itself says that it failed
        return RenderRefused(REFUSED) if _is_refusal(error) else ModelUnavailable(_said(error))
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError):
        return _by_wire(error, paid=paid)
    if isinstance(error, openai.OpenAIError):
        return Lasting(f"the model server cannot be used: {_cut(str(error))}")
    return Garbled(UNREADABLE)


def _by_wire(cause: BaseException, *, paid: bool) -> AtelierError:
    if isinstance(cause, AnswerTooLarge):
        text = "The image model's answer is far too large to be a picture."
        return BadImage(text) if paid else Lasting("the model's answer is far too large")
    if isinstance(cause, _NEVER_SENT):
        return ModelUnavailable("the model server cannot be reached")
    if paid:
        return UnknownOutcome("the picture was asked for, and its answer never came")
    if isinstance(cause, httpx2.TimeoutException):
        return ModelUnavailable("the model server took too long")
    return ModelUnavailable("the model server broke off")


def _by_status(error: openai.APIStatusError, *, paid: bool) -> AtelierError:
    status = error.status_code
    if status == 451 or (status < 500 and _is_refusal(error)):
        return RenderRefused(REFUSED)
    if status == 401:
        return Lasting("the model server refuses the key: check OPENAI_API_KEY (or ATELIER_IMAGE_API_KEY)")
    if error.status_code in (400, 413, 422, 500) and has_no_room(error):
        return TooLong(_said(error))
    if status == 402 or (status in (403, 429) and _mentions(error, _SPENT)):
        return Lasting("the account at the model server has no credit left")
    if status in (408, 409, 425, 429) or status >= 500:
        if paid and status in _PERHAPS_DONE:
            return UnknownOutcome("a gateway gave up waiting for the picture")
        if status == 501:
            return NoSuchThing(_said(error))
        return ModelUnavailable(_said(error), retry_after_seconds=retry_after(error.response.headers))
    return NoSuchThing(_said(error)) if status in (404, 405) else NotUnderstood(_said(error))


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds the server asks to wait; the date form, which model servers do not use, is not read."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * scale
        except ValueError:
            continue
        if 0 <= seconds <= RETRY_AFTER_SECONDS_MAX:
            return seconds
    return None


def _is_refusal(error: openai.APIError) -> bool:
    return _mentions(error, _REFUSALS)


def speaks_of_refusal(text: str) -> bool:
    """Whether what a server says of a failure is that its moderation said no."""
    return any(word in text.lower() for word in _REFUSALS)


def mentions(error: BaseException | None, *words: str) -> bool:
    """Whether the server's complaint names one of these."""
    return isinstance(error, openai.APIError) and _mentions(error, words)


def has_no_room(error: BaseException | None) -> bool:
    """Whether the server complains that the call, with the answer it asks for, is longer than the model takes."""
    return mentions(error, *_NO_ROOM)


def _mentions(error: openai.APIError, words: tuple[str, ...]) -> bool:
    said = f"{error.code} {error.type} {error.param} {error.message} {_body(error.body)}".lower()
    return any(word in said for word in words)


def _body(body: object) -> str:
    return json.dumps(body, default=str)[:2_000] if isinstance(body, dict | list) else str(body)[:2_000]


def _said(error: openai.APIError) -> str:
    """For the operator: the server's own message, cut."""
    message: object = error.message
    body = error.body
    if isinstance(body, dict):
        message = cast("dict[str, object]", body).get("message") or message
    status = f" {error.status_code}" if isinstance(error, openai.APIStatusError) else ""
    return f"the model server answers{status}: {_cut(str(message))}"


def _cut(text: str) -> str:
    return " ".join(text.split())[:MESSAGE_CHARS_MAX]
