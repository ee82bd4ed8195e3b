"""A proxy or a server that stands for Discord: answers of other shapes than the library takes for granted."""

from typing import Any

import pytest
from aiohttp import web

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.errors import PlatformUnavailable
from simulators.discord.shapes import CHANNEL, texts
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply
from tests.worlds.painted import painted


async def test_a_short_wait_that_a_proxy_asks_for_does_not_lose_the_answer(wire: Wire) -> None:
    await wire.connect()
    wire.server.fail("POST", "/interactions/.*", 429, times=2, retry_after="0.01", via=False)

    event = await wire.server.slash("ana", "help")
    await wire.heard(1)

    assert wire.server.forms[event["token"]]["type"] == 5


async def test_a_session_that_breaks_in_the_library_is_opened_anew(wire: Wire) -> None:
    """discord.py writes into the data of RESUMED: null breaks it."""
    await wire.connect()
    whole = wire.server._send

    async def null(session: Any, payload: dict[str, Any]) -> None:
        await whole(session, {**payload, "d": None} if payload.get("t") == "RESUMED" else payload)

    wire.server._send = null  # type: ignore[method-assign]
    await wire.server.drop()
    await wire.server.say("ana", "draw a fox")

    await wire.server.until(lambda: len(wire.server.identified) == 2, what="a new session")
    await wire.server.say("ana", "draw an owl")
    assert sorted(set(await wire.heard(2))) == ["draw a fox", "draw an owl"]


# --- answers -----------------------------------------------------------------------------------------------------


async def test_json_that_names_its_character_set_is_json(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    def named(status: int, data: Any, headers: Any = None) -> web.Response:
        return web.json_response(data, status=status, headers=headers)

    monkeypatch.setattr("simulators.discord.server.json_answer", named)

    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)

    outbound = DiscordOutbound(wire.config)
    opened = await outbound.open(address(wire.intake.messages[0]), "plan: thinking")
    await outbound.close()
    assert wire.server.messages[CHANNEL][opened]["components"]


async def test_an_answer_that_is_no_json_is_an_outage(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    broken = web.Response(body=b"<html>", content_type="application/json")
    monkeypatch.setattr("simulators.discord.server.json_answer", lambda *_: broken)

    outbound = DiscordOutbound(wire.config)
    with pytest.raises(PlatformUnavailable):
        await outbound.open(address(wire.intake.messages[0]), "plan: thinking")
    await outbound.close()


async def test_a_working_message_that_cannot_be_edited_is_followed_by_the_picture(wire: Wire) -> None:
    """Not found, and no word of what."""
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    to = address(wire.intake.messages[0])
    outbound = DiscordOutbound(wire.config)
    opened = await outbound.open(to, "plan: thinking")
    wire.server.fail("PATCH", "/channels/.*", 404, times=9)

    shown = await outbound.deliver(to, opened, picture_reply(), [])

    await outbound.close()
    assert shown != opened
    assert "**a fox**" in texts(wire.server.messages[CHANNEL][shown])


async def test_files_are_fetched_from_the_same_machine_by_its_other_name(wire: Wire) -> None:
    await wire.connect()
    wire.server.url = wire.server.url.replace("127.0.0.1", "localhost")

    await wire.server.say("ana", "like this", files=[("cat.bin.png", painted("cat").data)])
    await wire.heard(1)

    (image,) = wire.intake.messages[0].images
    assert image.data == painted("cat").data
