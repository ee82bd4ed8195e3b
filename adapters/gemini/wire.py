"""generateContent: the request it takes and the answers it gives. Pure."""

import base64
import re
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError

from adapters.gemini.models import GeminiModel
from adapters.image_servers.failures import BROKEN, REFUSED, Lasting
from adapters.image_servers.lenient_answers import Count, Lenient
from adapters.image_servers.pictures import NO_PICTURE
from adapters.image_servers.sizes import SIDES, ratio_of
from adapters.image_servers.words import MASK_SHOWN, prompt_words
from agent.domain.generation import ImageData, RenderRequest
from agent.errors import AtelierError, BadImage, RenderRefused, UnknownOutcome

MILLION = 1_000_000
_DELAY = re.compile(r"\d{1,4}(?:\.\d+)?s")
_REFUSALS = frozenset(
    (
        "SAFETY",
        "PROHIBITED_CONTENT",
        "BLOCKLIST",
        "SPII",
        "RECITATION",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
    )
)


def body_of(request: RenderRequest, model: GeminiModel) -> dict[str, Any]:
    """The request in JSON: pictures first, in their order, a mask as the last of them, then the words."""
    room = room_for(request, model)
    shown = [image for _, image in request.references[:room]]
    masked = room < model.references_max
    if masked and request.mask is not None:
        shown = [*shown, request.mask]
    words = prompt_words(request, references_max=room, masked=MASK_SHOWN if masked else "")
    return {
        "contents": [{"role": "user", "parts": [*(_inline(image) for image in shown), {"text": words}]}],
        "generationConfig": {
            "responseModalities": ["IMAGE"],
            "imageConfig": {
                "aspectRatio": ratio_of(model.ratios, request.width, request.height), "imageSize": size_of(request, model),
            },
            "seed": request.context.seed % 2**31,
        },
    }  # fmt: skip


def room_for(request: RenderRequest, model: GeminiModel) -> int:
    """How many pictures to go by are taken: a mask is given as one of them."""
    masked = request.mask is not None and bool(request.references) and not request.hd
    # A mask without the picture it is of would be drawn from as one.
    return model.references_max - int(masked and model.references_max > 1)


def _inline(image: ImageData) -> dict[str, Any]:
    data = base64.b64encode(image.data).decode("ascii")
    return {"inlineData": {"mimeType": image.media_type, "data": data}}


def size_of(request: RenderRequest, model: GeminiModel) -> str:
    """The smallest size for a draft, the largest for HD, 2K for care, 1K as a rule."""
    sizes = sorted(model.sizes, key=SIDES.__getitem__)
    if request.hd:
        return sizes[-1]
    if request.draft or request.quality == "low":
        return sizes[0]
    wanted = "2K" if request.quality == "high" else "1K"
    return wanted if wanted in sizes else sizes[0]


class _Inline(Lenient):
    data: str = ""


class _Part(Lenient):
    inline: _Inline | None = Field(default=None, alias="inlineData")
    thought: bool = False


class _Content(Lenient):
    parts: tuple[_Part, ...] = ()


class _Candidate(Lenient):
    content: _Content = _Content()
    finish: str = Field(default="", alias="finishReason")


class _Counted(Lenient):
    modality: str = ""
    tokens: Count = Field(default=0, alias="tokenCount")


class _Usage(Lenient):
    prompt: Count = Field(default=0, alias="promptTokenCount")
    output: Count = Field(default=0, alias="candidatesTokenCount")
    thoughts: Count = Field(default=0, alias="thoughtsTokenCount")
    details: tuple[_Counted, ...] = Field(default=(), alias="candidatesTokensDetails")


class _Feedback(Lenient):
    reason: str = Field(default="", alias="blockReason")


class _Detail(Lenient):
    reason: str = ""
    delay: str = Field(default="", alias="retryDelay")


class _Error(Lenient):
    status: str = ""
    message: str = ""
    details: tuple[_Detail, ...] = ()


class _ErrorAnswer(Lenient):
    error: _Error = _Error()


class _Answer(Lenient):
    needed = frozenset({"candidates"})
    candidates: tuple[_Candidate, ...] = ()
    feedback: _Feedback = Field(default=_Feedback(), alias="promptFeedback")
    usage: _Usage | None = Field(default=None, alias="usageMetadata")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer with status 200 says."""

    base64: str = ""
    cost_usd: float = 0.0
    error: AtelierError | None = None
    """Why there is no picture."""


def outcome_of(content: bytes, model: GeminiModel, *, hd: bool, dearest_usd: float) -> Outcome:
    """Raises UnknownOutcome for what cannot be read: a broken answer may well be that of a drawn picture. `dearest_usd`: what a
    picture of unknown price counts as."""
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError as error:
        raise UnknownOutcome(BROKEN) from error
    candidate = answer.candidates[0] if answer.candidates else _Candidate()
    drawn = next(
        (p.inline.data for p in candidate.content.parts if p.inline and p.inline.data and not p.thought), ""
    )
    cost = _cost(answer.usage, model, drew=bool(drawn), hd=hd, dearest_usd=dearest_usd)
    if drawn:
        return Outcome(base64=drawn, cost_usd=cost)
    return Outcome(cost_usd=cost, error=_why_none(answer.feedback.reason, candidate.finish))


def _why_none(blocked: str, finish: str) -> AtelierError:
    if blocked or finish in _REFUSALS:
        return RenderRefused(REFUSED)
    if finish == "PUP_LIMITED_DISABLED":
        return Lasting("Google has limited this account (PUP_LIMITED_DISABLED)")
    return BadImage(NO_PICTURE)


def _cost(usage: _Usage | None, model: GeminiModel, *, drew: bool, hd: bool, dearest_usd: float) -> float:
    """US dollars: pictures and words cost differently, so they are counted apart."""
    counts = {count.modality: count.tokens for count in usage.details} if usage else {}
    image = counts.get("IMAGE", usage.output if usage and drew and not counts else 0)
    if model.text_input is None or usage is None or (drew and not image):  # nobody draws for no tokens
        known = model.hd if hd and model.hd is not None else model.picture
        return (dearest_usd if known is None else known) if drew else 0.0
    words = max(usage.output - image, 0) + usage.thoughts
    return (
        usage.prompt * model.text_input + image * model.image_output + words * model.text_output
    ) / MILLION


def said_of(content: bytes) -> tuple[str, str, float | None, bool]:
    """Of an error answer: its status, its message, how many seconds to wait, and whether it is the key that is wrong."""
    try:
        error = _ErrorAnswer.model_validate_json(content).error
    except ValidationError:
        return "", content[:200].decode("utf-8", "replace"), None, False
    waits = [float(d.delay.rstrip("s")) for d in error.details if _DELAY.fullmatch(d.delay)]
    wrong_key = any(detail.reason == "API_KEY_INVALID" for detail in error.details)
    return error.status, error.message, waits[0] if waits else None, wrong_key
