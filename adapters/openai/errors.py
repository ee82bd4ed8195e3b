"""The border: what the SDK and the wire raise, in our own words. Nothing of the SDK's error tree gets past this package."""

import json
from typing import cast

import httpx2
import openai

from adapters.image_servers.failures import BROKEN as BROKEN
from adapters.image_servers.failures import PERHAPS_DONE, cut, retry_after
from adapters.image_servers.failures import REFUSED as REFUSED
from adapters.image_servers.failures import Garbled as Garbled
from adapters.image_servers.failures import Lasting as Lasting
from adapters.image_servers.failures import NoSuchThing as NoSuchThing
from adapters.image_servers.failures import NotUnderstood as NotUnderstood
from adapters.openai.connection import AnswerTooLarge
from agent.errors import (
    AtelierError,
    BadImage,
    MalformedCompletion,
    ModelUnavailable,
    RenderRefused,
    UnknownOutcome,
)
from agent.translation.catalogue import _

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
BLIND = ("image input", "vision", "multimodal", "mmproj", "image_url", "input_image", "content part")
"""llama.cpp (as a 500), Ollama, vLLM: the model has no eyes."""
_NEVER_SENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.UnsupportedProtocol,
    httpx2.ProxyError,
)

Foreign = (openai.OpenAIError, httpx2.HTTPError, httpx2.StreamError, ValueError)
"""What a call through the SDK may raise: its own tree, the wire's while a stream is read, and JSON that is none."""


class TooLong(NotUnderstood):
    """What was asked has no room in the model's context."""


class TooSlow(ModelUnavailable):
    """It was still at work when the time was over: slow, or busy with others, and not away. The same call again would take as long."""

    answered = True


def translated(error: BaseException, *, paid: bool) -> AtelierError:
    """Our error for one of Foreign. `paid`: the call was a render, so that an answer that never came is an UnknownOutcome."""
    if isinstance(error, openai.LengthFinishReasonError):
        return MalformedCompletion("the model's answer was cut off")
    if isinstance(error, openai.ContentFilterFinishReasonError):
        return RenderRefused(REFUSED)
    if isinstance(error, openai.APIStatusError):
        return _by_status(error, paid=paid)
    if isinstance(error, openai.APIResponseValidationError):
        return UnknownOutcome(BROKEN) if paid else Garbled(UNREADABLE)
    if isinstance(error, openai.APIConnectionError):
        return _by_wire(error.__cause__ or error, paid=paid)
    if isinstance(
        error, openai.APIError
    ):  # an error event within a stream: the server itself says that it failed
        if _is_refusal(error):
            return RenderRefused(REFUSED)
        return TooLong(_said(error)) if not paid and has_no_room(error) else ModelUnavailable(_said(error))
    if isinstance(error, httpx2.HTTPError | httpx2.StreamError):
        return _by_wire(error, paid=paid)
    if isinstance(error, openai.OpenAIError):
        return Lasting(f"the model server cannot be used: {cut(str(error))}")
    return UnknownOutcome(BROKEN) if paid else Garbled(UNREADABLE)


def _by_wire(cause: BaseException, *, paid: bool) -> AtelierError:
    if isinstance(cause, AnswerTooLarge):
        text = _("The image model's answer is far too large to be a picture.")
        return BadImage(text) if paid else Lasting("the model's answer is far too large")
    if isinstance(cause, _NEVER_SENT):
        return ModelUnavailable("the model server cannot be reached")
    if paid:
        return UnknownOutcome("the picture was asked for, and its answer never came")
    if isinstance(cause, httpx2.TimeoutException):
        return TooSlow("the model server took too long")
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
        if paid and status in PERHAPS_DONE:
            return UnknownOutcome("a gateway gave up waiting for the picture")
        if status == 501:
            return NoSuchThing(_said(error))
        if status == 500 and _mentions(error, BLIND):
            return NotUnderstood(_said(error))
        return ModelUnavailable(_said(error), retry_after_seconds=retry_after(error.response.headers))
    return NoSuchThing(_said(error)) if status in (404, 405) else NotUnderstood(_said(error))


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
    return f"the model server answers{status}: {cut(str(message))}"
