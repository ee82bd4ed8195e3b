"""Reads a drawn picture out of a server's answer, plain or streamed."""

import base64
import binascii
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pydantic

from adapters.openai.errors import REFUSED, UNREADABLE, Garbled, speaks_of_refusal
from adapters.openai.wire_answers import PictureAnswer, Tokens, tokens_of
from agent.domain.generation import ImageData
from agent.errors import BadImage, RenderRefused, UnknownOutcome
from agent.limits import IMAGE_BYTES_MAX
from agent.ports import PixelGate

SIDE_MIN = 64
"""A picture with a side of fewer pixels is a broken answer."""
NO_PICTURE = "The image model answered without a picture. Try once more, please."
FAILED = "the picture broke off on its way"
NOT_A_PICTURE = "The image model sent something that is not a picture. Try once more, please."


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One drawn picture as it came: in base64, or as an address."""

    base64: str = ""
    url: str = ""
    revised_prompt: str = ""
    tokens: Tokens | None = None


def from_answer(content: bytes) -> Received:
    """Of /images/generations and /images/edits. Raises ModelUnavailable for a web page, which no image API answers with, and
    UnknownOutcome for what else cannot be read: a broken answer may well be that of a drawn picture."""
    try:
        answer = PictureAnswer.parsed(content)
    except pydantic.ValidationError as error:
        if content.lstrip()[:1] == b"<":
            raise Garbled(UNREADABLE) from error
        raise UnknownOutcome("the picture's answer came broken") from error
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
        raise UnknownOutcome("the picture's answer came broken") from error


async def _preview(text: str, on_partial: Callable[[bytes], Awaitable[None]]) -> None:
    """A preview that cannot be read is left out."""
    try:
        data = decoded(text)
    except BadImage:
        return
    await on_partial(data)


def decoded(text: str) -> bytes:
    """Bytes of a picture in base64, a `data:` prefix allowed. Raises BadImage."""
    text = text.partition(",")[2] if text.startswith("data:") else text
    if not text:
        raise BadImage(NO_PICTURE)
    if len(text) > IMAGE_BYTES_MAX * 4 // 3 + 4:
        raise BadImage("The image model's picture is larger than I can take.")
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError) as error:
        raise BadImage(NOT_A_PICTURE) from error


async def pixels_of(gate: PixelGate, data: bytes) -> ImageData:
    """Through the gate, in words that fit a picture nobody attached. Raises BadImage."""
    if not data:
        raise BadImage(NO_PICTURE)
    try:
        image = await gate.admit(data, name="the drawn picture")
    except BadImage as error:
        raise BadImage(NOT_A_PICTURE) from error
    if min(image.width, image.height) < SIDE_MIN:
        raise BadImage(NOT_A_PICTURE)
    return image
