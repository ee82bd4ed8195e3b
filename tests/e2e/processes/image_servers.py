"""The simulated image servers as the process test of image models sees them: one face for four ways of being asked for a picture."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from simulators import gemini as gemini_api
from simulators import openrouter as openrouter_api
from simulators import workflows
from simulators.comfyui import ComfyServer, comfy_server
from simulators.gemini import GeminiServer, gemini_server
from simulators.openai.brain import simple_brain
from simulators.openai.requests import EDIT, GENERATE
from simulators.openai.server import OpenAIServer, openai_server
from simulators.openrouter import OpenRouterServer, openrouter_server
from simulators.serving import Trouble, says
from tests.e2e.processes.simulator_thread import in_thread

SIDE_MAX = 128
MAP = "{ " + ", ".join(f"{name} = {value}" for name, value in (
    ("prompt", '["6.text", "60.prompt"]'), ("seed", '["3.seed"]'), ("width", '["5.width"]'), ("height", '["5.height"]'),
    ("images", '["10.image", "11.image"]'), ("mask", '["12.image"]'),
)) + " }"  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageServer:
    """One simulated server, by what the test wants of it."""

    entry: str
    """Of models.toml."""
    picture_usd: float
    held_usd: float
    """What a picture is reckoned to cost before it is drawn."""
    drawn: Callable[[], int]
    """Pictures drawn so far, whether or not their answer arrived."""
    posts: Callable[[], int]
    """Times a picture was asked for."""
    pictures_given: Callable[[], int]
    """That went along when the last one was asked for."""
    meet: Callable[[Trouble], None]
    """The next picture that is asked for meets it."""
    says_picture: Callable[[str], Trouble]
    """An answer with status 200 whose picture is this base64."""
    refusal: Trouble | None = None
    """One that comes with status 200."""
    no_picture: Trouble | None = None
    keeps_masks: bool = False
    workflows: Mapping[str, Any] | None = None
    """Files beside models.toml."""


def written(server: ImageServer, folder: Path) -> str:
    """The path of a models.toml there in which this server is the only one."""
    for name, graph in (server.workflows or {}).items():
        (folder / f"{name}.json").write_text(json.dumps(graph))
    (folder / "models.toml").write_text(f"[models.only]\n{server.entry}\n")
    return str(folder / "models.toml")


@contextmanager
def gemini() -> Iterator[ImageServer]:
    with in_thread(gemini_server(side_max=SIDE_MAX)) as server:
        yield _gemini(server)


def _gemini(server: GeminiServer) -> ImageServer:
    def posted() -> list[Any]:
        return [asked.body for asked in server.asked if asked.path.endswith(":generateContent")]

    return ImageServer(
        entry=f'api = "gemini"\nmodel = "gemini-nano-banana-2.1"\nbase_url = "{server.url}"\nkey_env = "MY_KEY"',
        picture_usd=0.0336,
        held_usd=0.0336,
        drawn=lambda: server.drawn,
        posts=lambda: len(posted()),
        pictures_given=lambda: len(gemini_api.pictures_of(posted()[-1])),
        meet=server.troubles.append,
        says_picture=gemini_api.with_data,
        refusal=gemini_api.blocked(),
        no_picture=gemini_api.finished("NO_IMAGE"),
    )


@contextmanager
def openrouter() -> Iterator[ImageServer]:
    with in_thread(openrouter_server(side_max=SIDE_MAX)) as server:
        yield _openrouter(server)


def _openrouter(server: OpenRouterServer) -> ImageServer:
    def posted() -> list[Any]:
        return [asked.body for asked in server.asked if asked.method == "POST"]

    usage = {"usage": {"cost": server.cost_usd}}
    return ImageServer(
        entry=f'api = "openrouter"\nmodel = "google/gemini-nano-banana-2.1"\nbase_url = "{server.url}"\nkey_env = "MY_KEY"',
        picture_usd=0.0391,
        held_usd=0.04,
        drawn=lambda: server.drawn,
        posts=lambda: len(posted()),
        pictures_given=lambda: len(openrouter_api.references_of(posted()[-1])),
        meet=server.troubles.append,
        says_picture=lambda data: says({"created": 1, "data": [{"b64_json": data}], **usage}),
        refusal=says({"error": openrouter_api.error(403, "flagged", reasons=["x"])}, draws=False),
        no_picture=says({"created": 1, "data": [], "usage": {"cost": 0.0}}, draws=False),
    )


@contextmanager
def comfyui() -> Iterator[ImageServer]:
    with in_thread(comfy_server()) as server:
        yield _comfyui(server)


def _comfyui(server: ComfyServer) -> ImageServer:
    def pictures_given() -> int:
        return sum(node["class_type"] == "LoadImage" for node in server.graphs[-1].values())

    files = {
        "draw": workflows.draw(), "edit": workflows.edit(1), "two": workflows.edit(2), "mask": workflows.edit(1, mask=True),
    }  # fmt: skip
    return ImageServer(
        entry=f'api = "comfyui"\nbase_url = "{server.url}"\nworkflow = "draw.json"\n'
        f'edit_workflow = ["edit.json", "two.json", "mask.json"]\nmap = {MAP}',
        picture_usd=0.0,
        held_usd=0.0,
        drawn=lambda: server.drawn,
        posts=lambda: len(server.graphs),
        pictures_given=pictures_given,
        meet=server.troubles.append,
        says_picture=lambda data: says({}),
        keeps_masks=True,
        workflows=files,
    )


@contextmanager
def openai() -> Iterator[ImageServer]:
    with in_thread(openai_server(simple_brain, side_max=SIDE_MAX, key="my-key")) as server:
        yield _openai(server)


def _openai(server: OpenAIServer) -> ImageServer:
    def posted() -> list[Any]:
        return [asked for asked in server.asked if asked.path in (GENERATE, EDIT)]

    def meet(trouble: Trouble) -> None:
        async def met(_: OpenAIServer, request: web.Request, asked: Any) -> web.StreamResponse:
            return await trouble(_Counting(server), request)  # pyright: ignore[reportArgumentType]

        server.trouble(GENERATE, met)

    usage = {"usage": {"input_tokens": 50, "output_tokens": 1_056, "total_tokens": 1_106}}
    return ImageServer(
        entry=f'api = "openai"\nmodel = "gpt-image-2.6-flare"\nbase_url = "{server.url}"\nkey_env = "MY_KEY"',
        picture_usd=0.0319,
        held_usd=0.05,
        drawn=lambda: server.rendered,
        posts=lambda: len(posted()),
        pictures_given=lambda: sum(name != "mask" for name, _, _ in posted()[-1].files),
        meet=meet,
        says_picture=lambda data: says({"created": 1, "data": [{"b64_json": data}], **usage}),
        no_picture=says(
            {"created": 1, "data": [], "usage": {"input_tokens": 50, "output_tokens": 0, "total_tokens": 50}},
            draws=False,
        ),
        keeps_masks=True,
    )


class _Counting:
    """Counts what a trouble draws as the server counts it."""

    def __init__(self, server: OpenAIServer) -> None:
        self._server = server

    @property
    def drawn(self) -> int:
        return self._server.rendered

    @drawn.setter
    def drawn(self, count: int) -> None:
        self._server.rendered = count


SERVERS = {"gemini": gemini, "openrouter": openrouter, "comfyui": comfyui, "openai": openai}
NO_BASE64 = "%%%"
A_PDF = base64.b64encode(b"%PDF-1.4").decode()
