"""Servers that know less than was thought."""

import pytest

from adapters.openai.images.capabilities import GENERIC
from agent.errors import RenderRefused
from simulators.openai import troubles
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.images.drawn_requests import request
from tests.patience import PATIENCE_SECONDS


async def no_preview(data: bytes) -> None:
    raise AssertionError("no preview was to be shown")


# --- servers that know less than was thought -----------------------------------------------------------------------


async def test_a_server_that_knows_no_streams_answers_with_the_whole_picture(
    server: OpenAIServer, made
) -> None:
    server.streams = False

    image = await made().render(request(), timeout_seconds=PATIENCE_SECONDS, on_partial=no_preview)

    assert image.image.width > 0
    assert server.rendered == len(server.asked) == 1


async def test_a_parameter_that_is_not_known_is_left_out_from_then_on(server: OpenAIServer, made) -> None:
    for name in ("partial_images", "quality", "safety_identifier"):
        server.trouble(GENERATE, troubles.fails(400, f"Unknown parameter: '{name}'."))
    model = made()

    await model.render(request(), timeout_seconds=PATIENCE_SECONDS, on_partial=no_preview)
    before = len(server.asked)
    await model.render(request(), timeout_seconds=PATIENCE_SECONDS, on_partial=no_preview)

    assert len(server.asked) == before + 1
    assert server.rendered == 2
    assert not {"stream", "partial_images", "quality", "safety_identifier"} & set(server.asked[-1].body)


async def test_a_server_without_edits_draws_from_words_from_then_on(server: OpenAIServer, made) -> None:
    server.edits = False
    model = made(GENERIC, "sd")

    first = await model.render(request(labels=("Luna",)), timeout_seconds=PATIENCE_SECONDS)
    second = await model.render(request(labels=("Luna",)), timeout_seconds=PATIENCE_SECONDS)

    assert first.missing == second.missing == ("Luna as it looks in the reference picture",)
    assert [asked.path for asked in server.asked] == [EDIT, GENERATE, GENERATE]
    assert server.rendered == 2


async def test_a_refusal_that_names_a_parameter_is_still_a_refusal(server: OpenAIServer, made) -> None:
    server.trouble(
        GENERATE,
        troubles.fails(400, "rejected by the safety system: quality of intent", code="moderation_blocked"),
    )

    with pytest.raises(RenderRefused):
        await made().render(request(), timeout_seconds=PATIENCE_SECONDS)

    assert len(server.asked) == 1
