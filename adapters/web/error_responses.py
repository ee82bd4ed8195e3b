"""Errors as the page gets them: a status, a code, and a sentence for the person."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.errors import AtelierError, BadInput, NotAllowed, NotFound, Refused, Unavailable
from agent.translation.catalogue import N_, _

log = logging.getLogger(__name__)


class LoginNeeded(NotAllowed):
    """The password was not given yet."""


class NameNeeded(NotAllowed):
    """The visitor has not said who to be."""


class NameTaken(NotAllowed):
    """The name is somebody else's."""


class TooMany(Refused):
    """A limit of the page is reached; `retry_after_seconds` tells when to come back."""

    def __init__(self, message: str, *, retry_after_seconds: float = 10.0) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class TooSlow(BadInput):
    """The body did not arrive in time."""


class TooLarge(BadInput):
    """The body is longer than this address takes."""


class WrongType(BadInput):
    """The body is not of the type that this address takes."""


class WrongShape(BadInput):
    """The body could be read, but its fields are not what was asked for; or what it asks for cannot be done."""


_KINDS: tuple[tuple[type[AtelierError], int, str], ...] = (
    (LoginNeeded, 401, "login"),
    (NameNeeded, 401, "name"),
    (NameTaken, 409, "name_taken"),
    (TooMany, 429, "too_many"),
    (TooSlow, 408, "too_slow"),
    (NotFound, 404, "not_found"),
    (TooLarge, 413, "too_large"),
    (WrongType, 415, "wrong_type"),
    (WrongShape, 422, "refused"),
    (BadInput, 400, "bad_input"),
    (Refused, 403, "not_allowed"),
    (Unavailable, 503, "unavailable"),
)
"""The most particular first."""
_SENTENCES = {
    404: N_("There is nothing at this address."),
    405: N_("This address does not take that kind of request."),
}


def problem(status: int, code: str, text: str, *, retry_after_seconds: float | None = None) -> JSONResponse:
    headers = {} if retry_after_seconds is None else {"Retry-After": f"{max(1, round(retry_after_seconds))}"}
    return JSONResponse(
        {"error": {"code": code, "text": text}},
        status_code=status,
        headers={"Cache-Control": "no-store", **headers},
    )


def ours(request: Request, error: Exception) -> Response:
    """Answer to an error of agent.errors."""
    status, code = next(((s, c) for kind, s, c in _KINDS if isinstance(error, kind)), (500, "defect"))
    if isinstance(error, Unavailable):
        log.warning("unavailable", extra={"action": "web_unavailable", "path": request.url.path})
        text = _("I cannot reach my store at the moment. Please try again in a little while.")
        return problem(status, code, text, retry_after_seconds=error.retry_after_seconds or 2)
    if status == 500:
        return defect(request, error)
    retry = error.retry_after_seconds if isinstance(error, TooMany) else None
    return problem(status, code, _(str(error)), retry_after_seconds=retry)


def foreign(request: Request, error: Exception) -> Response:
    """Answer to what starlette raises: an unknown address, a broken form, a body over the limit."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = _(_SENTENCES.get(status, "")) or _(
        "That request cannot be used ({why}).", why=HTTPStatus(status).phrase.lower()
    )
    return problem(status, HTTPStatus(status).phrase.lower().replace(" ", "_"), text)


def left(request: Request, error: Exception) -> Response:
    """For nobody: the visitor went away while still sending."""
    return Response(status_code=400)


def defect(request: Request, error: Exception) -> Response:
    """Answer to a defect of ours; uvicorn logs the trace."""
    return problem(500, "defect", _("Something went wrong on my side. Please try again."))
