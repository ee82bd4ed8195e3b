"""The whole bot on a simulated ComfyUI: killed between posting and storing it draws once and posts once, and Cancel ends the job there."""

import asyncio
import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from simulators import workflows
from simulators.comfyui import ComfyServer, comfy_server
from tests.e2e.processes.machine import Machine

pytestmark = pytest.mark.e2e

MODELS = """
[models.studio]
api = "comfyui"
base_url = "{url}"
workflow = "draw.json"
edit_workflow = ["edit.json"]
map = {{ prompt = ["6.text", "60.prompt"], seed = ["3.seed"], width = ["5.width"], height = ["5.height"], images = ["10.image"] }}
"""


class Running:
    """The simulator in a loop of its own: the bot is read line by line here."""

    def __init__(self) -> None:
        self.server: ComfyServer | None = None
        self._loop = asyncio.new_event_loop()
        self._ready, self._stop = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(
            target=lambda: self._loop.run_until_complete(self._run()), daemon=True
        )

    async def _run(self) -> None:
        async with comfy_server() as self.server:
            self._ready.set()
            await self._stop.wait()

    def __enter__(self) -> ComfyServer:
        self._thread.start()
        assert self._ready.wait(10)
        assert self.server is not None
        return self.server

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        self._loop.close()


@pytest.fixture
def comfy() -> Iterator[ComfyServer]:
    with Running() as server:
        yield server


@pytest.fixture
def models(comfy: ComfyServer, machine: Machine) -> dict[str, str]:
    folder = Path(machine.home)
    (folder / "draw.json").write_text(json.dumps(workflows.draw()))
    (folder / "edit.json").write_text(json.dumps(workflows.edit()))
    (folder / "models.toml").write_text(MODELS.format(url=comfy.url))
    return {"ATELIER_MODELS": str(folder / "models.toml")}


def test_killed_between_posting_and_storing_it_is_drawn_once_and_posted_once(machine, comfy, models) -> None:
    dying = machine.start(**models, ATELIER_CRASH_AT="render_made")
    dying.send_message("draw a fox", id="one")
    dying.dies()
    assert (comfy.drawn, len(comfy.graphs)) == (1, 1)

    chat = machine.start(**models)
    reply = chat.until(chat.send_message("draw a fox", id="one"))

    assert reply["kind"] == "image"
    assert (comfy.drawn, len(comfy.graphs)) == (1, 1)
    assert chat.close() == 0


def test_a_picture_an_edit_and_why(machine, comfy, models) -> None:
    chat = machine.start(**models)
    first = chat.say('draw a sign that says "50 % {off}"')
    edit = chat.say("make it night", reply_to=first["id"])
    why = chat.press(edit, "Why?")

    assert "50 % {off}" in comfy.graphs[0]["6"]["inputs"]["text"]
    assert comfy.graphs[1]["10"]["inputs"]["image"].startswith("atelier/")
    assert "Drawn by" in why["text"]
    assert "studio" in why["text"]
    with Image.open(io.BytesIO(Path(edit["images"][0]).read_bytes())) as image:
        assert "prompt" not in image.info
    assert chat.close() == 0
