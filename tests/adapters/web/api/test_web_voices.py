"""What is spoken into the page's microphone, as the server takes it."""

from uuid import uuid4

from agent.limits import VOICE_BYTES_MAX
from tests.adapters.web.conftest import Serve, Served
from tests.worlds.web_visitor import send


async def spoken(served: Served, sound: bytes, name: str = "Ana") -> None:
    visitor = await served.visitor(name)
    files = [
        ("event", (None, uuid4().hex)),
        ("text", (None, "")),
        ("voice", ("voice", sound, "audio/webm;codecs=opus")),
    ]
    answer = await visitor.post("/api/channels/art/messages", files=files)
    assert answer.status_code in (202, 400), answer.text


async def test_it_is_for_the_bot_whoever_else_is_there(served: Served) -> None:
    await send(await served.visitor("Ben"), "good morning")

    await spoken(served, b"webm")

    said = served.world.bot.messages[-1]
    assert said.voice is not None
    assert (said.voice.data, said.voice.media_type, said.aside) == (b"webm", "audio/webm;codecs=opus", False)


async def test_what_is_too_long_is_named(served: Served) -> None:
    await spoken(served, b"x" * (VOICE_BYTES_MAX + 1))

    said = served.world.bot.messages[-1]
    assert said.voice is not None
    assert (said.voice.data, "up to 2 minutes" in said.voice.problem) == (b"", True)


async def test_the_microphone_is_the_pages_where_somebody_listens(serve: Serve) -> None:
    deaf, listening = await serve(), await serve(listens=True)

    policies = [
        (await (await each.client()).get("/")).headers["Permissions-Policy"] for each in (deaf, listening)
    ]

    assert ["microphone=()" in policies[0], "microphone=(self)" in policies[1]] == [True, True]
