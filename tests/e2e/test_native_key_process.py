"""One key of Gemini or OpenRouter, and nothing else: the bot plans and draws, hands out the model's own file, and stops at its ceiling."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from adapters.media.file_chunks import without_metadata
from agent.rendering.provenance import term_in
from simulators.gemini import GeminiServer, encoded, gemini_server, usage
from simulators.openai.brain import simple_brain
from simulators.openai.server import OpenAIServer
from simulators.openrouter import OpenRouterServer, openrouter_server
from simulators.pictures import drawn
from simulators.serving import says
from tests.e2e.processes.jsonl_process import JsonlChat, labels
from tests.e2e.processes.machine import Machine
from tests.e2e.processes.simulator_thread import in_thread

pytestmark = pytest.mark.e2e


@contextmanager
def gemini() -> Iterator[tuple[GeminiServer, OpenAIServer, dict[str, str]]]:
    chat = OpenAIServer(brain=simple_brain, key="gemini-key")
    with in_thread(gemini_server(chat=chat.under("/v1beta/openai"))) as server:
        yield server, chat, {"GEMINI_API_KEY": server.key, "ATELIER_GEMINI_URL": server.url}


@contextmanager
def openrouter() -> Iterator[tuple[OpenRouterServer, OpenAIServer, dict[str, str]]]:
    chat = OpenAIServer(brain=simple_brain, key="openrouter-key")
    with in_thread(openrouter_server(chat=chat.under("/api/v1"))) as server:
        yield server, chat, {"OPENROUTER_API_KEY": server.key, "ATELIER_OPENROUTER_URL": server.url}


@pytest.fixture(params=[gemini, openrouter], ids=["gemini", "openrouter"])
def alone(
    request: pytest.FixtureRequest, machine: Machine, dsn: str
) -> Iterator[tuple[Any, OpenAIServer, JsonlChat]]:
    with request.param() as (server, chat, settings):
        bot = machine.start(DATABASE_URL=dsn, ATELIER_DAY_MONEY="0.09", **settings)
        yield server, chat, bot
        assert bot.close() == 0
        assert "Traceback" not in bot.stderr(), bot.stderr()


def test_one_key_plans_draws_and_stops_at_the_ceiling(alone: tuple[Any, OpenAIServer, JsonlChat]) -> None:
    server, planner, bot = alone

    first, second = bot.say("draw a fox"), bot.say("draw a boat")
    third = bot.say("draw a house")

    assert [asked.kind for asked in planner.asked if asked.kind == "plan"] == ["plan"] * 3
    assert (first["kind"], second["kind"]) == ("image", "image")
    assert any(label.startswith("HD ($0.1") for label in labels(first))
    assert third["kind"] != "image"
    assert "limit for today" in third["text"]
    assert server.drawn == 2
    assert "of $0.09" in bot.say("/settings")["text"]


def test_the_models_own_file_is_handed_out_as_it_came(alone: tuple[Any, OpenAIServer, JsonlChat]) -> None:
    server, _, bot = alone
    sent = drawn(3_840, 2_160, "a 4K picture", clear=True)
    server.troubles.append(says(_answer(server, sent)))

    reply = bot.say("draw a harbour")
    assert reply["kind"] == "image", reply["text"]
    asked = bot.press(bot.press(reply, "Why?"), "File")
    (by_words,) = bot.say("/show file")["files"]

    assert Path(by_words).read_bytes() == Path(asked["files"][0]).read_bytes()
    data = Path(asked["files"][0]).read_bytes()
    assert without_metadata(data) == without_metadata(sent)
    assert term_in(data) == "trainedAlgorithmicMedia"
    with Image.open(io.BytesIO(data)) as image:
        assert (image.size, image.mode) == ((3_840, 2_160), "RGBA")
    with Image.open(reply["images"][0]) as shown:
        assert max(shown.size) == 2_048


def _answer(server: Any, data: bytes) -> dict[str, Any]:
    """What the server says when it draws this."""
    if isinstance(server, GeminiServer):
        part = {"inlineData": {"mimeType": "image/png", "data": encoded(data)}}
        candidate = {"content": {"role": "model", "parts": [part]}, "finishReason": "STOP"}
        return {"candidates": [candidate], "usageMetadata": usage(image=1_120)}
    return {"created": 1, "data": [{"b64_json": encoded(data)}], "usage": {"cost": 0.0391}}
