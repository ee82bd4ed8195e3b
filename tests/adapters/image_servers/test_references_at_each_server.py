"""The table of what Gemini, OpenRouter and ComfyUI are sent of one to twelve reference pictures, where they take 0, 1, 4 or 14."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from adapters.comfyui.image_model import ComfyImageModel, connect_comfy
from adapters.comfyui.workflow import read_mapping
from adapters.comfyui.workflows import Workflows
from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.gemini.models import DEFAULT_MODEL, model_of
from adapters.image_servers.words import MASK_SHOWN
from agent.domain.generation import UNMASKED, RenderRequest
from agent.image_prompt import in_words
from simulators import workflows
from simulators.comfyui import ComfyServer
from simulators.openrouter import endpoint, references_of
from tests.adapters.image_servers.reference_pictures import asked, lost, names_all, shown
from tests.patience import PATIENCE_SECONDS

pytestmark = [pytest.mark.parametrize("takes", [0, 1, 4, 14]), pytest.mark.parametrize("count", range(1, 13))]


def prompt_for(request: RenderRequest, taken: int) -> str:
    return f"At the fair. {in_words([one for one, _ in request.references[:taken]])}".strip()


def files_of(request: RenderRequest, taken: int) -> list[bytes]:
    return [image.data for _, image in request.references[:taken]]


async def test_gemini(gemini, files, takes, count) -> None:
    gemini.references_max = takes
    request = asked(count)
    rendered = await drawn_by_gemini(gemini, files, takes, request)

    *pictures, words = gemini.asked[-1].body["contents"][0]["parts"]
    taken = min(takes, count)
    assert [base64.b64decode(one["inlineData"]["data"]) for one in pictures] == files_of(request, taken)
    assert words["text"] == prompt_for(request, taken)
    assert names_all(rendered.missing, lost(request, taken))


async def test_gemini_with_a_mask_which_takes_the_place_of_the_last_picture(
    gemini, files, takes, count
) -> None:
    gemini.references_max = takes
    request = replace(asked(count), mask=shown(12))
    rendered = await drawn_by_gemini(gemini, files, takes, request)

    *pictures, words = gemini.asked[-1].body["contents"][0]["parts"]
    # Where there is no place beside the picture that it is of, it does not go along.
    goes_along = takes > 1
    taken = min(takes - goes_along, count)
    assert [base64.b64decode(one["inlineData"]["data"]) for one in pictures] == [
        *files_of(request, taken),
        *([shown(12).data] if goes_along else []),
    ]
    assert words["text"] == " ".join([prompt_for(request, taken), *([MASK_SHOWN] if goes_along else [])])
    assert names_all(rendered.missing, [*lost(request, taken), UNMASKED])


async def drawn_by_gemini(gemini, files, takes: int, request: RenderRequest):
    async with connect_gemini(gemini.key, gemini.url) as client:
        model = GeminiImageModel(client, model=DEFAULT_MODEL, files=files)
        model.known = replace(model_of(DEFAULT_MODEL), references_max=takes)
        return await model.render(request, timeout_seconds=PATIENCE_SECONDS)


async def test_openrouter(openrouter, openrouter_model, takes, count) -> None:
    openrouter.models[openrouter_model.model] = [endpoint(references=takes)]
    request = asked(count)
    rendered = await openrouter_model.render(request, timeout_seconds=PATIENCE_SECONDS)

    body = openrouter.asked[-1].body
    taken = min(takes, count)
    assert references_of(body) == files_of(request, taken)
    assert body["prompt"] == prompt_for(request, taken)
    assert names_all(rendered.missing, lost(request, taken))


async def test_comfyui(comfy, files, takes, count) -> None:
    request = asked(count)
    flows = Workflows(
        draw=workflows.draw(),
        edits=(workflows.edit(takes),) if takes else (),
        map=read_mapping(workflows.MAP),
    )
    async with connect_comfy(comfy.url) as client:
        model = ComfyImageModel(client, workflows=flows, files=files, model="studio", poll_seconds=5.0)
        rendered = await model.render(request, timeout_seconds=PATIENCE_SECONDS)

    (graph,) = comfy.graphs
    taken = min(takes, count)
    wanted = files_of(request, taken)
    # A workflow has as many inputs as it has: those beyond the pictures get the last of them once more.
    assert pictures_in(comfy, graph) == [*wanted, *wanted[-1:] * (takes - taken)]
    assert prompt_in(graph) == prompt_for(request, taken)
    assert names_all(rendered.missing, lost(request, taken))


def pictures_in(comfy: ComfyServer, graph: dict[str, Any]) -> list[bytes]:
    """The uploaded files that a workflow's inputs name, first picture first."""
    loads = [node["inputs"]["image"] for node in graph.values() if node["class_type"] == "LoadImage"]
    return [comfy.files["input", name.rpartition("/")[0], name.rpartition("/")[2]] for name in loads]


def prompt_in(graph: dict[str, Any]) -> str:
    node = graph.get("60") or graph["6"]
    return node["inputs"].get("prompt") or node["inputs"]["text"]
