"""Answers as they are written: the events of a stream, folded into the body that a server without streams would have sent. A model
that still writes is slow; one whose words stop coming is stuck, and is told from it by the silence."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Protocol, cast

import openai
from openai import AsyncAPIResponse

SILENCE_SECONDS = 30.0
"""Longest pause between two events once the first has come; before it the whole prompt is read, which may take as long as it likes
within the call's deadline."""
ANSWER_CHARS_MAX = 100_000
"""Longest answer that is read; a model that runs wild is hung up on."""
BLANKS_MAX = 200
"""Blanks in a row: small models held to a schema write them without end where it lets them."""


class Stuck(openai.APIConnectionError):
    """A stream fell silent before its end."""


class Fold(Protocol):
    """Takes the events of one API."""

    def add(self, event: Mapping[str, Any]) -> None: ...

    def text(self) -> str:
        """What was answered so far."""
        ...

    def body(self) -> Mapping[str, Any]:
        """The whole answer, as it would have come at once; `cut` was called if it was not read to its end."""
        ...

    def cut(self) -> None: ...


async def body_of(response: AsyncAPIResponse[Any], fold: Fold, *, silence_seconds: float) -> bytes:
    """The answer's body. Raises what the SDK and the wire raise."""
    if "event-stream" not in response.headers.get("content-type", ""):
        return await response.read()
    async for event in _events(response, silence_seconds):
        if error := event.get("error"):
            raise openai.APIError(str(_dict(error).get("message", error)), response.http_request, body=error)
        fold.add(event)
        if _runs_wild(fold.text()):
            fold.cut()
            break
    return json.dumps(fold.body()).encode()


def _runs_wild(text: str) -> bool:
    return len(text) > ANSWER_CHARS_MAX or (len(text) > BLANKS_MAX and not text[-BLANKS_MAX:].strip())


async def _events(
    response: AsyncAPIResponse[Any], silence_seconds: float
) -> AsyncIterator[Mapping[str, Any]]:
    """The JSON objects behind `data:`. What is none is passed over, as comments and keep-alives are."""
    lines = response.iter_lines()
    begun = False
    while True:
        try:
            async with asyncio.timeout(silence_seconds if begun else None):
                line = await anext(lines)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Stuck(request=response.http_request) from error
        data = line.removeprefix("data:").strip() if line.startswith("data:") else ""
        if data == "[DONE]":
            return
        event = _object(data)
        if event is not None:
            begun = True
            yield event


def _object(data: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(data) if data else None
    except (ValueError, RecursionError):
        return None
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else None


def _dict(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


class ChatFold:
    """Of /chat/completions."""

    def __init__(self) -> None:
        self._said = {"content": "", "reasoning_content": "", "refusal": ""}
        self._rest: dict[str, Any] = {"finish_reason": None, "usage": None, "model": None}

    def add(self, event: Mapping[str, Any]) -> None:
        for name in ("usage", "model"):
            self._rest[name] = event.get(name) or self._rest[name]
        choices = event.get("choices")
        choice = _dict(cast("list[object]", choices)[0] if isinstance(choices, list) and choices else None)
        self._rest["finish_reason"] = choice.get("finish_reason") or self._rest["finish_reason"]
        delta = _dict(choice.get("delta")) or _dict(choice.get("message"))
        for name, text in (*delta.items(), ("reasoning_content", delta.get("reasoning"))):
            if name in self._said and isinstance(text, str):
                self._said[name] += text

    def text(self) -> str:
        return self._said["content"]

    def cut(self) -> None:
        self._rest["finish_reason"] = "length"

    def body(self) -> Mapping[str, Any]:
        message = {name: text or None for name, text in self._said.items()}
        choice = {"message": message, "finish_reason": self._rest["finish_reason"]}
        return {"choices": [choice], "usage": self._rest["usage"], "model": self._rest["model"]}


class ResponsesFold:
    """Of /responses: the last event carries the whole answer; without one, the pieces have to do."""

    def __init__(self) -> None:
        self._text = ""
        self._whole: Mapping[str, Any] | None = None
        self._reason = ""

    def add(self, event: Mapping[str, Any]) -> None:
        kind = str(event.get("type", ""))
        if kind == "response.output_text.delta" and isinstance(event.get("delta"), str):
            self._text += event["delta"]
        elif kind in ("response.completed", "response.incomplete", "response.failed"):
            self._whole = _dict(event.get("response"))

    def text(self) -> str:
        return self._text

    def cut(self) -> None:
        self._reason = "max_output_tokens"

    def body(self) -> Mapping[str, Any]:
        if self._whole is not None and self._whole.get("output"):
            return self._whole
        content = [{"type": "output_text", "text": self._text}]
        return {
            "output": [{"type": "message", "content": content}],
            "incomplete_details": {"reason": self._reason or None},
            "usage": (self._whole or {}).get("usage"), "model": (self._whole or {}).get("model"),
        }  # fmt: skip
