"""Reads a drawn picture out of a server's answer, plain or streamed."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pydantic

from adapters.image_servers.pictures import decoded as decoded
from adapters.openai.errors import BROKEN, REFUSED, speaks_of_refusal
from adapters.openai.wire_answers import PictureAnswer, Tokens, tokens_of
from agent.errors import BadImage, RenderRefused, UnknownOutcome

FAILED = "the picture broke off on its way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One drawn picture as it came: in base64, or as an address."""

    base64: str = ""
    url: str = ""
    revised_prompt: str = ""
    tokens: Tokens | None = None


def from_answer(content: bytes) -> Received:
    """Of /images/generations and /images/edits. Raises UnknownOutcome for what cannot be read, a proxy's web page too: a broken answer
    may well be that of a drawn picture, and asking again would pay for it twice."""
    try:
        answer = PictureAnswer.parsed(content)
    except pydantic.ValidationError as error:
        raise UnknownOutcome(BROKEN) from error
    tokens = tokens_of(answer.usage)
    if not answer.data:
        return Received(tokens=tokens)
    first = answer.data[0]
    return Received(
        base64=first.b64_json or "",
        url=first.url or "",
        revised_prompt=first.revised_prompt or "",
        tokens=tokens,
    )


async def from_stream(events: Any, on_partial: Callable[[bytes], Awaitable[None]]) -> Received:
    """Of a stream of image events. Raises UnknownOutcome when it ends before the picture is there."""
    async with events, aclosing(_whole(events)) as whole:
        async for event in whole:
            kind = str(getattr(event, "type", ""))
            text = getattr(event, "b64_json", None)
            if kind.endswith(".partial_image") and isinstance(text, str):
                await _preview(text, on_partial)
            elif kind.endswith(".completed") and isinstance(text, str):
                usage = getattr(event, "usage", None)
                counts = usage.model_dump(warnings=False) if isinstance(usage, pydantic.BaseModel) else usage
                return Received(base64=text, tokens=tokens_of(counts))
            elif kind.endswith((".failed", "error")):
                raise RenderRefused(REFUSED) if speaks_of_refusal(str(event)) else UnknownOutcome(FAILED)
    raise UnknownOutcome(FAILED)


async def _whole(events: Any) -> AsyncGenerator[Any]:
    """The events, until one that cannot be read: the picture is being drawn by then."""
    try:
        async for event in events:
            yield event
    except ValueError as error:
        raise UnknownOutcome(BROKEN) from error


async def _preview(text: str, on_partial: Callable[[bytes], Awaitable[None]]) -> None:
    """A preview that cannot be read is left out."""
    try:
        data = decoded(text)
    except BadImage:
        return
    await on_partial(data)
