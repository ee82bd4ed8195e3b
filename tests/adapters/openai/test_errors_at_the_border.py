import inspect

import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletion

from adapters.openai.connection import AnswerTooLarge
from adapters.openai.errors import retry_after, translated
from agent.errors import (
    AtelierError,
    BadImage,
    MalformedCompletion,
    ModelUnavailable,
    RenderRefused,
    UnknownOutcome,
)

REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/images/generations")
PROMISED = (ModelUnavailable, RenderRefused, UnknownOutcome, MalformedCompletion, BadImage)


def _tree(root: type[BaseException]) -> list[type[BaseException]]:
    return [root, *(deeper for child in root.__subclasses__() for deeper in _tree(child))]


def _made(kind: type[BaseException]) -> BaseException:
    """One of its kind, with whatever its constructor wants."""
    offered = {
        "message": "no", "request": REQUEST, "body": {"code": "x"}, "response": httpx2.Response(400, request=REQUEST),
        "completion": ChatCompletion.construct(usage=None), "unsent_messages": [], "symbol": "x",
    }  # fmt: skip
    if kind.__init__ in (Exception.__init__, ValueError.__init__):
        return kind("no")
    wanted = inspect.signature(kind).parameters
    return kind(**{name: value for name, value in offered.items() if name in wanted})


@pytest.mark.parametrize("kind", _tree(openai.OpenAIError), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("paid", [True, False])
def test_every_exception_of_the_sdk_becomes_one_of_ours(kind: type[BaseException], paid: bool) -> None:
    ours = translated(_made(kind), paid=paid)

    assert isinstance(ours, PROMISED)
    assert str(ours)


@pytest.mark.parametrize("kind", _tree(httpx2.TransportError), ids=lambda kind: kind.__name__)
def test_what_broke_before_the_request_was_sent_is_surely_not_paid_for(kind: type[BaseException]) -> None:
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = kind("broke")

    ours = translated(error, paid=True)

    never_sent = (
        httpx2.ConnectError,
        httpx2.ConnectTimeout,
        httpx2.PoolTimeout,
        httpx2.UnsupportedProtocol,
        httpx2.ProxyError,
    )
    expected = (
        ModelUnavailable if kind in never_sent else BadImage if kind is AnswerTooLarge else UnknownOutcome
    )
    assert type(ours) is expected
    assert isinstance(translated(error, paid=False), ModelUnavailable)


def _status(
    status: int, message: str = "no", code: str | None = None, **headers: str
) -> openai.APIStatusError:
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    return openai.APIStatusError(message, response=response, body={"message": message, "code": code})


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (_status(400, "rejected", "moderation_blocked"), RenderRefused),
        (_status(400, "Your request was rejected by the safety system"), RenderRefused),
        (_status(403, "content policy violation"), RenderRefused),
        (_status(422, "Request Moderated"), RenderRefused),
        (_status(451), RenderRefused),
        (_status(400, "size is invalid"), ModelUnavailable),
        (_status(401), ModelUnavailable),
        (_status(429), ModelUnavailable),
        (_status(500), ModelUnavailable),
        (_status(503), ModelUnavailable),
        (_status(502), UnknownOutcome),
        (_status(504), UnknownOutcome),
        (_status(524), UnknownOutcome),
        (_status(307), ModelUnavailable),
    ],
)
def test_a_render_that_was_turned_down(error: openai.APIStatusError, expected: type[AtelierError]) -> None:
    assert isinstance(translated(error, paid=True), expected)


def test_an_error_of_the_server_that_talks_of_content_is_no_refusal() -> None:
    assert isinstance(translated(_status(500, "content_filter crashed"), paid=True), ModelUnavailable)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e99"}, None),
        ({"retry-after": "Wed, 25 Nov 2026 12:00:00 GMT"}, None),
        ({}, None),
    ],
)
def test_the_wait_a_server_asks_for(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_the_operator_reads_what_the_server_said_and_no_more_than_that() -> None:
    error = translated(_status(400, "size   is\ninvalid " + "x" * 5_000), paid=True)

    assert str(error).startswith("the model server answers 400: size is invalid xxx")
    assert len(str(error)) < 400
