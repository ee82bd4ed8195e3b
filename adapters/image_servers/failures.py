"""What went wrong at a model server, in our own words."""

from collections.abc import Mapping

import httpx

from agent.errors import AtelierError, BadImage, ModelUnavailable, RenderRefused, UnknownOutcome
from agent.translation.catalogue import N_

RETRY_AFTER_SECONDS_MAX = 3_600.0
MESSAGE_CHARS_MAX = 300
REFUSED = N_("The image service will not draw that. Try it in other words.")
BROKEN = "the picture's answer came broken"
PERHAPS_DONE = (502, 504, 520, 522, 524)
"""A gateway gave up on the server behind it, which may have drawn the picture all the same."""
Foreign = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ValueError)
"""What a call may raise: the wire's tree, and JSON that is none."""
_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
    httpx.InvalidURL,
)


class AnswerTooLarge(httpx.ReadError):
    """The answer was given up at its limit."""


class Lasting(ModelUnavailable):
    """A ModelUnavailable that trying again will not mend: a wrong key, a spent quota, a request not understood."""

    lasting = True


class NotUnderstood(Lasting):
    """The server is up and turns this one call down."""

    answered = True


class NoSuchThing(Lasting):
    """The server has no such model or no such endpoint; it did nothing."""


class Garbled(ModelUnavailable):
    """The answer is not of this API at all (a page of a proxy): not tried again at once, but perhaps later."""


def by_wire(error: BaseException, *, paid: bool) -> AtelierError:
    """Our error for a call that got no answer. `paid`: it was a render, which may have been carried out."""
    if isinstance(error, AnswerTooLarge):
        text = "The image model's answer is far too large to be a picture."
        return BadImage(text) if paid else Lasting("the model's answer is far too large")
    if isinstance(error, _NEVER_SENT):
        return ModelUnavailable("the image server cannot be reached")
    if isinstance(error, ValueError):
        return Garbled("the image server's answer is no JSON; check its address")
    if paid:
        return UnknownOutcome("the picture was asked for, and its answer never came")
    return ModelUnavailable("the image server broke off or took too long")


def by_status(
    status: int, message: str, headers: Mapping[str, str], *, key: str, wait_seconds: float | None = None
) -> AtelierError:
    """Our error for a render that was answered with `status`. `key`: the setting that holds the key, for the mend;
    `wait_seconds`: what the body says of waiting."""
    said = f"the image server answers {status}: {cut(message)}"
    if status == 451:
        return RenderRefused(REFUSED)
    if status in (401, 403):
        return Lasting(f"the image server refuses the key: check {key} ({cut(message)})")
    if status == 402:
        return Lasting("the account at the image server has no credit left")
    if status in PERHAPS_DONE:
        return UnknownOutcome("a gateway gave up waiting for the picture")
    if status in (404, 405, 501):
        return NoSuchThing(said)
    if status in (408, 409, 425, 429) or status >= 500:
        asked = retry_after(headers)
        return ModelUnavailable(said, retry_after_seconds=wait_seconds if asked is None else asked)
    return NotUnderstood(said)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait; the date form, which model servers do not use, is not read."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * scale
        except ValueError:
            continue
        if 0 <= seconds <= RETRY_AFTER_SECONDS_MAX:
            return seconds
    return None


def cut(text: str) -> str:
    """For the operator: the server's own message, on one line."""
    return " ".join(text.split())[:MESSAGE_CHARS_MAX]
