"""The event stream: what an open page hears, what it must not hear, and its limits."""

import asyncio

import pytest

from agent.errors import Misconfigured, StoreUnavailable
from agent.ports import BoardEvent
from simulators.free_ports import free_port
from tests.adapters.web.conftest import Serve, Served, running
from tests.patience import PATIENCE_SECONDS
from tests.worlds.web_visitor import button_of as button
from tests.worlds.web_visitor import heard, listening, page, press, send, turned_away, visiting
from tests.worlds.web_world import WebWorld


async def test_a_page_hears_the_message_the_work_and_the_picture(online: Served) -> None:
    ana, ben = await online.visitor("Ana"), await online.visitor("Ben")

    online.world.bot.hold_at("evaluate")

    async with listening(ben) as events:
        await send(ana, "draw a fox")
        said = (await heard(events, "message"))["message"]
        steps: list[str] = []
        while "evaluate" not in steps:
            told = await heard(events, "message")
            steps.append(told["message"]["working"]["step"])
        preview = told["preview"]
        online.world.bot.go_on()
        while (told := await heard(events, "message"))["message"]["working"]:
            pass

    assert (said["text"], said["mine"]) == ("draw a fox", False)
    assert steps == sorted(steps, key=["plan", "recall", "render", "evaluate"].index)
    assert preview == 1
    assert told["message"]["reply"]["kind"] == "image"


async def test_what_is_private_is_not_heard_by_others(online: Served) -> None:
    ana, ben = await online.visitor("Ana"), await online.visitor("Ben")

    async with listening(ben) as events:
        await send(ana, "draw a present for Ben", channel="@me")
        await online.world.bot.settled()
        await send(ana, "first")
        kind, data = await asyncio.wait_for(anext(events), PATIENCE_SECONDS)
        assert (kind, data["message"]["text"]) == ("message", "first")  # not even that something was said
        await online.world.bot.settled()
        await send(ana, "/memory")
        await online.world.bot.settled()
        await send(ana, "hello all")
        await online.world.bot.settled()
        texts: list[str] = []
        while (message := (await heard(events, "message"))["message"])["text"] != "hello all":
            texts.append(message["text"])

    assert "/memory" in texts
    assert not any("I remember" in text for text in texts)


async def test_a_message_that_was_taken_away_is_gone(online: Served) -> None:
    ana = await online.visitor()
    await send(ana, "draw a fox")
    await online.world.bot.settled()
    picture = (await page(ana))[-1]

    async with listening(ana) as events:
        await press(ana, picture["id"], button(picture, "delete"))
        gone = await heard(events, "gone")

    assert gone == {"id": picture["id"]}


async def test_a_change_of_memory_is_heard(online: Served) -> None:
    ana = await online.visitor()

    async with listening(ana) as events:
        await online.world.bus.publish(BoardEvent(channel="web:atelier/art", kind="memory"))

        assert await heard(events, "memory") == {}


async def test_a_silent_stream_beats(serve: Serve) -> None:
    served = await serve(online=True, heartbeat_seconds=0.02)
    ana = await served.visitor()

    async with listening(ana) as events:
        assert await heard(events, "beat") == {}


async def test_streams_are_limited_for_each_person_and_for_all(serve: Serve) -> None:
    served = await serve(online=True, streams_per_person_max=1, streams_max=2)
    ana, ben, cleo = [await served.visitor(name) for name in ("Ana", "Ben", "Cleo")]

    async with listening(ana):
        second = await turned_away(ana)
        async with listening(ben):
            third = await turned_away(cleo)

    assert (second.status_code, third.status_code) == (429, 429)
    assert "Close one" in second.json()["error"]["text"]
    await served.world.bus.deserted()
    async with listening(ana):
        pass


async def test_a_page_that_leaves_is_forgotten(online: Served) -> None:
    ana = await online.visitor()

    async with listening(ana):
        assert online.world.bus.listening == 1

    await online.world.bus.deserted()


async def test_a_stream_ends_when_the_bus_or_the_store_does(online: Served) -> None:
    ana = await online.visitor()

    async with listening(ana) as events:
        await online.world.bus.end()
        assert [kind async for kind, _ in events] == []

    async with listening(ana) as events:
        online.world.board.down = True
        await online.world.bus.publish(BoardEvent(channel="web:atelier/art", kind="message", message="u1"))  # pyright: ignore[reportArgumentType]
        assert [kind async for kind, _ in events] == []


async def test_stopping_ends_open_streams_soon_and_frees_the_address() -> None:
    world = WebWorld(port=free_port())
    port = world.platform.bind()

    async with asyncio.timeout(PATIENCE_SECONDS):
        async with running(world):
            served = WebWorld(port=port)
            with pytest.raises(Misconfigured, match="ATELIER_PORT"):
                served.platform.bind()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            cookie = await a_cookie(port)
            writer.write(
                f"GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n".encode()
            )
            await reader.readuntil(b"event: hello")
        rest = await reader.read()
        writer.close()

    assert rest.endswith(b"0\r\n\r\n")
    again = WebWorld(port=port)
    assert again.platform.bind() == port
    async with running(again):
        pass


async def a_cookie(port: int) -> str:
    async with visiting(f"http://127.0.0.1:{port}") as client:
        await client.post("/api/session", json={"name": "Ana"})
        return "; ".join(f"{name}={value}" for name, value in client.cookies.items())


async def test_a_store_that_is_away_is_not_ready(served: Served) -> None:
    served.world.not_ready = StoreUnavailable("the database is away")
    client = await served.client()

    answer = await client.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "not ready: the store does not answer\n")
