"""What servers of OpenAI's kind are sent of one to twelve reference pictures, and what the prompt says of them: a table."""

import io
from dataclasses import replace
from math import ceil, sqrt

import pytest
from PIL import Image

from adapters.image_servers.sheets import CELL_SIDE, GAP, PARTS_MAX
from adapters.media.gate import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI, capabilities_of
from adapters.openai.images.image_model import OpenAIImageModel
from agent.domain.generation import ImageData, RenderRequest
from agent.image_prompt import in_words, sheet_in_words
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import openai_server
from tests.adapters.image_servers.reference_pictures import TAKEN_FIRST, asked, labels, lost, names_all
from tests.adapters.openai.images.drawn_requests import FETCHER
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
async def server():
    async with openai_server(side_max=64) as running:
        yield running


@pytest.mark.parametrize("takes", [0, 1, 4, 14])
@pytest.mark.parametrize("count", range(1, 13))
async def test_a_server_gets_what_counts_most_in_the_order_its_prompt_speaks_of(server, takes, count) -> None:
    request = asked(count)
    async with connect(key="sk-test", base_url=server.url) as client:
        able = replace(OPENAI, references_max=takes)
        model = OpenAIImageModel(
            client, model="gpt-image-2", capabilities=able, gate=PillowGate(), fetcher=FETCHER
        )
        rendered = await model.render(request, timeout_seconds=PATIENCE_SECONDS)

    sent = (server.of(EDIT) or server.of(GENERATE))[0]
    taken = min(takes, count)
    assert [data for _, _, data in sent.files] == [image.data for _, image in request.references[:taken]]
    assert len(set(labels(request, taken))) == min(taken, len(set(labels(request, count))))
    words = in_words([reference for reference, _ in request.references[:taken]])
    assert sent.body["prompt"] == f"At the fair. {words}".strip()
    assert names_all(rendered.missing, lost(request, taken))


@pytest.mark.parametrize("takes", [0, 1, 4, 14])
@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("changes", [True, False])
async def test_a_model_that_reads_sheets_gets_what_it_has_no_place_for_in_one(
    server, takes, count, changes
) -> None:
    request = asked(count) if changes else drawn_anew(count)
    count = len(request.references)
    async with connect(key="sk-test", base_url=server.url) as client:
        able = replace(OPENAI, references_max=takes, sheets=True)
        model = OpenAIImageModel(
            client, model="flux-kontext", capabilities=able, gate=PillowGate(), fetcher=FETCHER
        )
        rendered = await model.render(request, timeout_seconds=PATIENCE_SECONDS)

    sent = (server.of(EDIT) or server.of(GENERATE))[0]
    listed = [image.data for _, image in request.references]
    # What is to be changed never lies on a sheet.
    sheet = takes < count and takes > int(changes and count > 0)
    alone = takes - 1 if sheet else min(takes, count)
    parts = request.references[alone : alone + PARTS_MAX] if sheet else ()
    assert [data for _, _, data in sent.files][:alone] == listed[:alone]
    assert len(sent.files) == alone + sheet
    if sheet:
        assert colours_on(sent.files[-1][2], len(parts)) == [colour_of(image) for _, image in parts]
        assert sent.body["prompt"].endswith(sheet_in_words(alone + 1, [one for one, _ in parts]))
    assert names_all(rendered.missing, lost(request, alone + len(parts)))
    assert rendered.together == tuple(dict.fromkeys(one.label for one, _ in parts))


@pytest.mark.parametrize(
    ("model", "reads"),
    [("black-forest-labs/FLUX.1-Kontext-dev", True), ("flux-kontext-pro", True), ("qwen-image-edit", False), ("gpt-image-2", False)],
)  # fmt: skip
def test_only_models_that_are_known_for_it_are_given_sheets(model: str, reads: bool) -> None:
    assert {
        capabilities_of(model, "http://box/v1", backend=name).sheets for name in ("", "vllm-omni", "generic")
    } == {reads}


def drawn_anew(count: int) -> RenderRequest:
    """Nothing is changed: one picture less."""
    request = asked(count)
    left = request.references[1:]
    return replace(
        request, references=left, context=replace(request.context, references=tuple(one for one, _ in left))
    )


def colour_of(image: ImageData) -> tuple[int, ...]:
    with Image.open(io.BytesIO(image.data)) as opened:
        return opened.getpixel((32, 32))


def colours_on(sheet: bytes, count: int) -> list[tuple[int, ...]]:
    """In the middle of each part, left to right and row by row."""
    columns = ceil(sqrt(count))
    step = CELL_SIDE + GAP
    with Image.open(io.BytesIO(sheet)) as opened:
        return [
            opened.getpixel(
                (
                    GAP + place % columns * step + CELL_SIDE // 2,
                    GAP + place // columns * step + CELL_SIDE // 2,
                )
            )
            for place in range(count)
        ]


def test_of_twelve_everybody_comes_once_before_anybody_comes_twice() -> None:
    assert tuple(labels(asked(12), 8)) == TAKEN_FIRST
