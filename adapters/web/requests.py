"""What every request is read with: its small JSON object, where it comes from, and a body that stays within its limit."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.types import Message, Receive

from adapters.web.error_responses import TooLarge, WrongShape, WrongType
from agent.errors import BadInput
from agent.translation.catalogue import _

JSON_BYTES_MAX = 64_000
COUNTED = "atelier.counted"
"""Key of a request's scope: what is told whose request it is (`limits.requests_under_way`)."""

Body = TypeVar("Body", bound=BaseModel)


async def body_of(request: Request, shape: type[Body]) -> Body:
    """The JSON object sent. Raises BadInput, TooLarge, WrongType, WrongShape naming the first field that is wrong."""
    if type_of(request) != "application/json":
        raise WrongType(_("Send this as JSON (Content-Type: application/json)."))
    try:
        bounded = limited(request, JSON_BYTES_MAX, _("That is too long for this."))
        return shape.model_validate_json(await bounded.body())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["type"] == "json_invalid":
            raise BadInput(_("That is not valid JSON.")) from error
        name = ".".join(str(part) for part in first["loc"]) or "body"
        raise WrongShape(f"{name}: {first['msg']}") from error


def address_of(request: Request) -> str:
    """Where it comes from; behind trusted proxies whom the outermost of them saw."""
    return request.client.host if request.client else ""


def belongs_to(request: Request, person: str) -> None:
    """Counts it among the requests of whom it was found to be. Raises TooMany where they have too many under way."""
    counted = request.scope.get(COUNTED)
    if counted is not None:
        counted(person)


def limited(request: Request, bytes_max: int, sentence: str) -> Request:
    """The request with a body that raises TooLarge once it is longer; at once where its length is announced."""
    if length_of(request) > bytes_max:
        raise TooLarge(sentence)
    return Request(request.scope, _counted(request.receive, bytes_max, sentence))


def _counted(receive: Receive, bytes_max: int, sentence: str) -> Receive:
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > bytes_max:
            raise TooLarge(sentence)
        return message

    return counted


def length_of(request: Request) -> int:
    """As announced; 0 when it is not."""
    length = request.headers.get("content-length", "")
    return int(length[:15]) if length.isascii() and length.isdigit() else 0


def type_of(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()
