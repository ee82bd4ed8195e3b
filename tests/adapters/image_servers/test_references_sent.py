"""What each back end is sent of one to twelve reference pictures, and what its prompt says of them: a table."""

import base64
import io
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, sqrt

import pytest
from PIL import Image

from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.image_servers.sheets import CELL_SIDE, GAP, PARTS_MAX
from adapters.media.gate import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI, capabilities_of
from adapters.openai.images.image_model import OpenAIImageModel
from agent.domain.generation import GenerationContext, ImageData, Reference, RenderRequest
from agent.image_prompt import by_use, in_words, sheet_in_words
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import openai_server
from tests.adapters.openai.images.drawn_requests import FETCHER

NAMED = (
    ("base", "the fox"), ("person", "Ben"), ("person", "Cleo"), ("character", "Luna"), ("character", "Rex"), ("style", "our board"),
    ("setting", "the clubhouse"), ("person", "Ben"), ("character", "Luna"), ("style", "our board"), ("composition", "a poster"),
    ("character", "Rex"),
)  # fmt: skip
TAKEN_FIRST = ("the fox", "Ben", "Cleo", "Luna", "Rex", "our board", "the clubhouse", "a poster")
"""Of all twelve, in which order: everybody once."""


def shown(number: int) -> ImageData:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (20 * number, 90, 160)).save(out, "PNG")
    return ImageData(data=out.getvalue(), media_type="image/png", width=64, height=64)


def asked(count: int) -> RenderRequest:
    """The first `count` of them, as the core hands them over."""
    given = [
        Reference(image=str(number), role=role, label=label, detail="" if number < 7 else "another")  # pyright: ignore[reportArgumentType]
        for number, (role, label) in enumerate(NAMED[:count])
    ]
    ordered = by_use(given)
    context = GenerationContext(prompt="At the fair.", references=tuple(given), seed=7)
    pictures = tuple((one, shown(int(one.image))) for one in ordered)
    return RenderRequest(context=context, width=512, height=512, references=pictures)


def labels(request: RenderRequest, taken: int) -> Sequence[str]:
    return [reference.label for reference, _ in request.references[:taken]]


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
        rendered = await model.render(request, timeout_seconds=20)

    sent = (server.of(EDIT) or server.of(GENERATE))[0]
    taken = min(takes, count)
    assert [data for _, _, data in sent.files] == [image.data for _, image in request.references[:taken]]
    assert len(set(labels(request, taken))) == min(taken, len(set(labels(request, count))))
    words = in_words([reference for reference, _ in request.references[:taken]])
    assert sent.body["prompt"] == f"At the fair. {words}".strip()
    lost = [label for label in dict.fromkeys(labels(request, count)) if label not in labels(request, taken)]
    assert len(rendered.missing) == len(lost)
    assert all(any(label in said for said in rendered.missing) for label in lost)


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
        rendered = await model.render(request, timeout_seconds=20)

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
    given = [*labels(request, alone), *(one.label for one, _ in parts)]
    lost = [label for label in dict.fromkeys(labels(request, count)) if label not in given]
    assert len(rendered.missing) == len(lost)
    assert all(any(label in said for said in rendered.missing) for label in lost)
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


@pytest.mark.parametrize(("name", "takes"), [("gemini-2.5-flash-image", 3), ("gemini-nano-banana-2.1", 14)])
async def test_gemini_is_told_of_the_very_pictures_it_is_given(gemini, files, name, takes) -> None:
    gemini.models.setdefault(name, ("1K",))
    request = asked(12)
    async with connect_gemini(gemini.key, gemini.url) as client:
        model = GeminiImageModel(client, model=name, files=files)
        await model.render(request, timeout_seconds=20)
        with_mask = replace(request, mask=shown(1))
        await model.render(with_mask, timeout_seconds=20)

    plain, masked = (one.body["contents"][0]["parts"] for one in gemini.asked)
    assert _pictures(plain) == [image.data for _, image in request.references[:takes]]
    assert plain[-1]["text"].endswith(in_words([one for one, _ in request.references[:takes]]))
    # A mask takes the place of the last picture, and is no longer spoken of as one.
    assert len(_pictures(masked)) == min(takes, 13)
    assert in_words([one for one, _ in request.references[: takes - 1]]) in masked[-1]["text"]


async def test_openrouter_is_told_of_the_very_pictures_it_is_given(openrouter, openrouter_model) -> None:
    request = asked(12)
    rendered = await openrouter_model.render(request, timeout_seconds=20)

    body = openrouter.asked[-1].body
    sent = [base64.b64decode(one["image_url"]["url"].partition(",")[2]) for one in body["input_references"]]
    assert sent == [image.data for _, image in request.references[: len(sent)]]
    assert body["prompt"].endswith(in_words([one for one, _ in request.references[: len(sent)]]))
    assert bool(rendered.missing) == (len({*labels(request, len(sent))}) < len({*labels(request, 12)}))


async def test_a_workflow_is_told_of_the_very_pictures_it_is_given(comfy, comfy_model) -> None:
    request = asked(5)
    rendered = await comfy_model.render(request, timeout_seconds=20)

    words = str(comfy.graphs[0])
    assert in_words([one for one, _ in request.references[:2]])[:60] in words
    assert "Luna" not in words
    assert [said.partition(" as ")[0] for said in rendered.missing] == ["Cleo", "Luna", "Rex"]


def _pictures(parts: Sequence[dict]) -> list[bytes]:
    return [base64.b64decode(part["inlineData"]["data"]) for part in parts if "inlineData" in part]
