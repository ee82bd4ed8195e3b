"""Real HTTP, simulated servers."""

from collections.abc import AsyncGenerator

import pytest

from adapters.comfyui.image_model import ComfyImageModel, connect_comfy
from adapters.comfyui.workflow import read_mapping
from adapters.comfyui.workflows import Workflows
from adapters.gemini.image_model import GeminiImageModel, connect_gemini
from adapters.media.gate import PillowGate
from adapters.media.original_files import OriginalFiles
from adapters.openrouter.image_model import OpenRouterImageModel, connect_openrouter
from simulators import workflows
from simulators.comfyui import ComfyServer, comfy_server
from simulators.gemini import GeminiServer, gemini_server
from simulators.openrouter import OpenRouterServer, openrouter_server


@pytest.fixture
def files() -> OriginalFiles:
    return OriginalFiles(PillowGate())


@pytest.fixture
async def gemini() -> AsyncGenerator[GeminiServer]:
    async with gemini_server(side_max=256) as server:
        yield server


@pytest.fixture
async def gemini_model(gemini: GeminiServer, files: OriginalFiles) -> AsyncGenerator[GeminiImageModel]:
    async with connect_gemini(gemini.key, gemini.url) as client:
        yield GeminiImageModel(client, model="gemini-nano-banana-2.1", files=files)


@pytest.fixture
async def comfy() -> AsyncGenerator[ComfyServer]:
    async with comfy_server() as server:
        yield server


WORKFLOWS = Workflows(
    draw=workflows.draw(),
    edits=(workflows.edit(1), workflows.edit(2), workflows.edit(1, mask=True)),
    upscale=workflows.upscale(),
    map=read_mapping(workflows.MAP),
    steps_draft=6,
)


@pytest.fixture
async def comfy_model(comfy: ComfyServer, files: OriginalFiles) -> AsyncGenerator[ComfyImageModel]:
    async with connect_comfy(comfy.url) as client:
        yield ComfyImageModel(client, workflows=WORKFLOWS, files=files, model="studio", poll_seconds=5.0)


@pytest.fixture
async def openrouter() -> AsyncGenerator[OpenRouterServer]:
    async with openrouter_server(side_max=256) as server:
        yield server


@pytest.fixture
async def openrouter_model(
    openrouter: OpenRouterServer, files: OriginalFiles
) -> AsyncGenerator[OpenRouterImageModel]:
    async with connect_openrouter(openrouter.key, openrouter.url) as client:
        yield OpenRouterImageModel(client, model="google/gemini-nano-banana-2.1", files=files)
