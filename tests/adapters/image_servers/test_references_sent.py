"""What each back end is sent of one to twelve reference pictures, and what its prompt says of them: a table."""

import base64
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image

from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.media.gate import PillowGate
from adapters.openai.connection import connect
from adapters.openai.images.capabilities import OPENAI
from adapters.openai.images.image_model import OpenAIImageModel
from agent.domain.generation import GenerationContext, ImageData, Reference, RenderRequest
from agent.image_prompt import by_use, in_words
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
