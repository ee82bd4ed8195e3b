"""The whole bot on a simulated ComfyUI: killed between posting and storing it draws once and posts once, and Cancel ends the job there."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from simulators import workflows
from simulators.comfyui import ComfyServer, comfy_server
from tests.e2e.processes.machine import Machine
from tests.e2e.processes.simulator_thread import in_thread
from tests.patience import blocking_until

pytestmark = pytest.mark.e2e

MODELS = """
[models.studio]
api = "comfyui"
base_url = "{url}"
workflow = "draw.json"
edit_workflow = ["edit.json"]
map = {{ prompt = ["6.text", "60.prompt"], seed = ["3.seed"], width = ["5.width"], height = ["5.height"], images = ["10.image"] }}
"""


@pytest.fixture
def comfy() -> Iterator[ComfyServer]:
    with in_thread(comfy_server()) as server:
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


def test_cancel_ends_the_job_on_the_server(machine, comfy, models) -> None:
    comfy.hold()
    chat = machine.start(**models)
    asked = chat.send_message("draw a fox")
    while (line := chat.next_line()) is not None and "done" not in str(
        line
    ):  # how far the job is: it runs there
        pass
    chat.say("/cancel")
    ended = chat.until(asked)

    assert "Cancelled" in ended["text"]
    blocking_until(lambda: comfy.history, "the end of the job there")
    (job,) = comfy.history.values()
    assert job["status"]["status_str"] == "error"
    blocking_until(lambda: comfy.running is None, "a server at rest")
    assert comfy.drawn == 0
    assert chat.close() == 0
