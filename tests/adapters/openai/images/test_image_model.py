"""Pictures from words and references, their previews and their price."""

from dataclasses import replace

import pytest

from adapters.openai.images.capabilities import LOCALAI, OLLAMA, VLLM_OMNI
from adapters.openai.prices import Price, PriceTable
from simulators.openai.images import PICTURE_TOKENS
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import OpenAIServer
from tests.adapters.openai.images.drawn_requests import COST, FLARE, FOX, request
from tests.patience import PATIENCE_SECONDS


async def no_preview(data: bytes) -> None:
    raise AssertionError("no preview was to be shown")


# --- drawing -----------------------------------------------------------------------------------------------------


async def test_a_picture_is_drawn_from_words(server: OpenAIServer, made) -> None:
    server.side_max = 4_096

    image = await made().render(request(), timeout_seconds=PATIENCE_SECONDS)

    body = server.of(GENERATE)[0].body
    assert body["prompt"] == "A fox."
    assert (body["model"], body["size"], body["quality"], body["n"]) == (FLARE, "1024x1024", "medium", 1)
    assert body["safety_identifier"] == "abc"
    assert "response_format" not in body
    assert (image.image.width, image.image.height) == (1024, 1024)
    assert image.cost_usd == pytest.approx(COST)
    assert image.model == FLARE


async def test_a_draft_is_drawn_cheaply(server: OpenAIServer, made) -> None:
    await made().render(
        replace(request(), draft=True), timeout_seconds=PATIENCE_SECONDS, on_partial=no_preview
    )

    assert server.of(GENERATE)[0].body["quality"] == "low"


async def test_several_references_are_handed_over_in_order(server: OpenAIServer, made) -> None:
    image = await made().render(request(labels=("Luna", "a lamp")), timeout_seconds=PATIENCE_SECONDS)

    asked = server.of(EDIT)[0]
    assert [(field, name) for field, name, _ in asked.files] == [
        ("image[]", "picture-1.png"),
        ("image[]", "picture-2.png"),
    ]
    assert asked.files[0][2] == FOX.data
    assert asked.headers["Content-Type"].startswith("multipart/form-data")
    assert image.cost_usd == pytest.approx((50 * 5.0 + 600 * 8.0 + PICTURE_TOKENS * 30.0) / 1e6, rel=0.2)


async def test_a_single_reference_goes_as_image(server: OpenAIServer, made) -> None:
    await made().render(request(labels=("Luna",)), timeout_seconds=PATIENCE_SECONDS)

    assert server.of(EDIT)[0].files[0][0] == "image"


async def test_a_server_that_cannot_edit_draws_from_words_and_says_what_it_left_out(
    server: OpenAIServer, made
) -> None:
    image = await made(OLLAMA, "z-image").render(request(labels=("Luna",)), timeout_seconds=PATIENCE_SECONDS)

    assert not server.of(EDIT)
    assert image.missing == ("Luna as it looks in the reference picture",)


async def test_references_beyond_what_the_server_takes_are_named(server: OpenAIServer, made) -> None:
    image = await made(LOCALAI, "sd").render(
        request(labels=("Luna", "a lamp")), timeout_seconds=PATIENCE_SECONDS
    )

    assert len(server.of(EDIT)[0].files) == 1
    assert image.missing == ("a lamp as it looks in the reference picture",)


@pytest.mark.parametrize("labels", [(), ("Luna",)])
async def test_previews_are_shown_while_it_draws(server: OpenAIServer, made, labels) -> None:
    shown: list[bytes] = []

    async def preview(data: bytes) -> None:
        shown.append(data)

    image = await made().render(request(labels=labels), timeout_seconds=PATIENCE_SECONDS, on_partial=preview)

    assert len(shown) == 2
    assert shown[0].startswith(b"\x89PNG")
    assert image.cost_usd > 0
    assert server.rendered == 1


async def test_open_servers_are_asked_for_base64_with_a_seed_and_exclusions(
    server: OpenAIServer, made
) -> None:
    image = await made(VLLM_OMNI, "qwen-image").render(
        request(exclude="people"), timeout_seconds=PATIENCE_SECONDS, on_partial=no_preview
    )

    body = server.of(GENERATE)[0].body
    assert (body["response_format"], body["seed"], body["negative_prompt"]) == ("b64_json", 7, "people")
    assert not {"quality", "output_format", "safety_identifier", "stream"} & set(body)
    assert image.seed == 7


async def test_a_server_that_counts_no_tokens_is_charged_by_the_picture(server: OpenAIServer, made) -> None:
    server.usage = False
    prices = PriceTable({"qwen-image": Price(picture=0.02)})

    image = await made(VLLM_OMNI, "qwen-image", prices=prices).render(
        request(), timeout_seconds=PATIENCE_SECONDS
    )

    assert image.cost_usd == 0.02
