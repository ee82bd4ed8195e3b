"""Failures: the right outcome, and never a second paid render."""

import json

import pytest

from adapters.media import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import GENERIC
from adapters.openai.images.image_model import OpenAIImageModel
from agent.errors import AtelierError, ModelUnavailable, RenderRefused, UnknownOutcome
from simulators.openai import troubles
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import OpenAIServer
from simulators.openai.server_state import Trouble
from tests.adapters.openai.images.drawn_requests import FETCHER, patience, request
from tests.patience import PATIENCE_SECONDS


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (troubles.fails(401, "Incorrect API key"), ModelUnavailable),
        (troubles.fails(429, "slow down", Retry_After="7"), ModelUnavailable),
        (troubles.fails(500), ModelUnavailable),
        (troubles.fails(503), ModelUnavailable),
        (troubles.fails(504), UnknownOutcome),
        (troubles.fails(400, "rejected by the safety system", code="moderation_blocked"), RenderRefused),
        (troubles.fails(451), RenderRefused),
        (troubles.fails(400, "size must be ..."), ModelUnavailable),
        (troubles.hangs, UnknownOutcome),
        (troubles.drips, UnknownOutcome),
        (troubles.breaks_off, UnknownOutcome),
        (troubles.says("<html>", kind="text/html"), UnknownOutcome),
        (troubles.says("not json"), UnknownOutcome),
        (troubles.says(""), UnknownOutcome),
        (troubles.says('{"created": 1, "data": [{"b64_json": "iVBOR', draws=True), UnknownOutcome),
    ],
)
@pytest.mark.parametrize("path", [GENERATE, EDIT])
async def test_a_render_is_posted_once_whatever_becomes_of_it(
    server: OpenAIServer, made, trouble, outcome: type[AtelierError], path: str
) -> None:
    server.trouble(path, trouble)

    with pytest.raises(outcome) as caught:
        await made().render(
            request(labels=("Luna",) if path == EDIT else ()), timeout_seconds=patience(trouble)
        )

    assert len(server.asked) == 1
    assert caught.value.cost_usd == 0.0


async def test_how_long_a_busy_server_wants_to_rest_is_passed_on(server: OpenAIServer, made) -> None:
    server.trouble(GENERATE, troubles.fails(429, "slow down", Retry_After="7"))

    with pytest.raises(ModelUnavailable) as caught:
        await made().render(request(), timeout_seconds=PATIENCE_SECONDS)

    assert caught.value.retry_after_seconds == 7.0


async def test_after_an_error_of_the_server_the_next_try_is_the_only_one_paid_for(
    server: OpenAIServer, made
) -> None:
    server.trouble(GENERATE, troubles.fails(500))
    with pytest.raises(ModelUnavailable):
        await made().render(request(), timeout_seconds=PATIENCE_SECONDS)

    await made().render(request(), timeout_seconds=PATIENCE_SECONDS)

    assert server.rendered == 1


async def test_a_server_that_is_not_there_was_surely_not_paid(made) -> None:
    async with connect(base_url="http://127.0.0.1:9/v1") as client:
        model = OpenAIImageModel(client, model="sd", capabilities=GENERIC, gate=PillowGate(), fetcher=FETCHER)

        with pytest.raises(ModelUnavailable, match="cannot be reached"):
            await model.render(request(), timeout_seconds=PATIENCE_SECONDS)


def streamed(event: dict[str, object] | str) -> Trouble:
    """A stream of one event."""
    text = event if isinstance(event, str) else json.dumps(event)
    return troubles.says(f"data: {text}\n\n", kind="text/event-stream", draws=True)


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (troubles.stops_streaming, UnknownOutcome),
        (troubles.complains_in_stream, RenderRefused),
        (streamed({"type": "image_generation.failed"}), UnknownOutcome),
        (
            streamed({"type": "image_generation.failed", "error": {"code": "moderation_blocked"}}),
            RenderRefused,
        ),
        (streamed('{"type": "image_generation.completed", "b64_js'), UnknownOutcome),
        (streamed({"type": "image_generation.completed", "b64_json": 7, "usage": 7}), UnknownOutcome),
        (streamed({"type": 7}), UnknownOutcome),
        (streamed("[]"), UnknownOutcome),
        (troubles.breaks_off, UnknownOutcome),
        (troubles.fails(500), ModelUnavailable),
        (troubles.hangs, UnknownOutcome),
    ],
)
async def test_a_stream_that_ends_badly(server: OpenAIServer, made, trouble, outcome) -> None:
    server.trouble(GENERATE, trouble)

    async def preview(data: bytes) -> None:
        pass

    with pytest.raises(outcome):
        await made().render(request(), timeout_seconds=patience(trouble), on_partial=preview)

    assert len(server.asked) == 1
