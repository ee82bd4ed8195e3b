"""POST /images: the request it takes and the answers it gives. Pure."""

import base64
import json
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from adapters.image_servers.failures import BROKEN, PERHAPS_DONE, REFUSED, by_status
from adapters.image_servers.lenient_answers import Lenient, Usd
from adapters.image_servers.sizes import SIDES, ratio_of
from adapters.image_servers.words import prompt_words
from adapters.openrouter.listing import Offer
from agent.domain.generation import ImageData, RenderRequest
from agent.errors import AtelierError, ModelUnavailable, RenderRefused, UnknownOutcome

KEY = "OPENROUTER_API_KEY"
_FLAGGED = ("flagged", "moderation", "content_policy", "content policy", "safety", "sensitive")
_OVERLOADED = 529


def body_of(request: RenderRequest, model: str, offer: Offer) -> dict[str, Any]:
    """The request in JSON: only what the model's listing takes."""
    shown = [image for _, image in request.references[: offer.references_max]]
    wanted: dict[str, Any] = {
        "aspect_ratio": _ratio(request, offer),
        "resolution": _resolution(request, offer),
        "quality": _quality(request, offer),
        "background": "transparent" if request.transparent else None,
        "output_format": "png" if request.transparent else None,
        "seed": request.context.seed,
        "user": request.author_hash or None,
        "input_references": [_reference(image) for image in shown] or None,
    }
    always = {"user", "input_references"}
    return {
        "model": model,
        "prompt": prompt_words(request, references_max=offer.references_max),
        **{
            name: value
            for name, value in wanted.items()
            if value is not None and (name in always or _takes(offer, name, value))
        },
    }


def _takes(offer: Offer, name: str, value: object) -> bool:
    return name in offer.takes and (name not in offer.values or value in offer.values[name])


def _ratio(request: RenderRequest, offer: Offer) -> str | None:
    ratios = tuple(value for value in offer.values.get("aspect_ratio", ()) if ":" in value)
    return ratio_of(ratios, request.width, request.height) if ratios else None


def _resolution(request: RenderRequest, offer: Offer) -> str | None:
    """The smallest for a draft, the largest for HD, 2K for care, 1K as a rule."""
    sizes = sorted(
        (size for size in offer.values.get("resolution", ()) if size in SIDES), key=SIDES.__getitem__
    )
    if not sizes:
        return None
    if request.hd:
        return sizes[-1]
    wanted = (
        SIDES["2K"]
        if request.quality == "high"
        else 0
        if request.draft or request.quality == "low"
        else SIDES["1K"]
    )
    return min(sizes, key=lambda size: abs(SIDES[size] - wanted))


def _quality(request: RenderRequest, offer: Offer) -> str | None:
    levels = offer.values.get("quality", ())
    wanted = "low" if request.draft else "high" if request.hd else request.quality or "medium"
    return wanted if wanted in levels else None


def _reference(image: ImageData) -> dict[str, Any]:
    data = base64.b64encode(image.data).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{data}"}}


class _Picture(Lenient):
    b64_json: str | None = None


class _Usage(Lenient):
    cost: Usd | None = None


class _Answer(Lenient):
    needed = frozenset({"data"})
    data: list[_Picture] | None = None
    usage: _Usage | None = None
    error: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer with status 200 says. `cost_usd` None: it names no price."""

    base64: str = ""
    cost_usd: float | None = None
    error: AtelierError | None = None


def outcome_of(content: bytes) -> Outcome:
    """Once drawing has begun the status is 200, whatever comes of it: an error then stands in the body. Raises UnknownOutcome for
    what cannot be read."""
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError as error:
        raise UnknownOutcome(BROKEN) from error
    cost = answer.usage.cost if answer.usage else None
    if answer.error is not None:
        return Outcome(
            cost_usd=cost or 0.0,
            error=failure_of(_status(answer.error), json.dumps({"error": answer.error}).encode(), {}),
        )
    first = answer.data[0] if answer.data else _Picture()
    return Outcome(base64=first.b64_json or "", cost_usd=cost)


def _status(error: dict[str, Any]) -> int:
    code = error.get("code")
    return code if isinstance(code, int) and not isinstance(code, bool) else 500


def failure_of(status: int, content: bytes, headers: Any) -> AtelierError:
    """Our error for an answer that is none."""
    message, flagged = _said(content)
    if flagged and 400 <= status < 500 and status != 402:
        return RenderRefused(REFUSED)
    if status == _OVERLOADED:
        return ModelUnavailable(f"OpenRouter is overloaded: {message}")
    if status in PERHAPS_DONE:
        return UnknownOutcome("the picture was asked for, and the provider behind OpenRouter did not answer")
    return by_status(status, message, headers, key=KEY)


def _said(content: bytes) -> tuple[str, bool]:
    """The message, and whether it is moderation that speaks."""
    try:
        body: object = json.loads(content)
    except ValueError:
        return content[:200].decode("utf-8", "replace"), False
    error = _dict(_dict(body).get("error"))
    metadata = _dict(error.get("metadata"))
    text = f"{error.get('message', '')} {error.get('code', '')} {metadata}".lower()
    return str(error.get("message", "")), bool(metadata.get("reasons")) or any(
        word in text for word in _FLAGGED
    )


def _dict(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
