"""Commands and presses are acknowledged first, whatever becomes of the acknowledgement."""

import asyncio

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.ports import PictureFile
from simulators.discord.shapes import CHANNEL
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply
from tests.worlds.painted import painted

FOX = PictureFile(
    data=painted("a fox", size=(64, 64)).data, media_type="image/png", name="fox.png", alt="a fox"
)


async def test_a_command_is_acknowledged_and_handed_in(wire: Wire) -> None:
    await wire.connect()

    event = await wire.server.slash("ana", "imagine", prompt="a fox")
    await wire.heard(1)

    assert wire.server.forms[event["token"]]["type"] == 5
    assert wire.intake.messages[0].handle["token"] == event["token"]
    assert wire.intake.messages[0].author.locale == "en-US"


async def test_a_press_on_a_message_that_came_without_its_components_is_taken(wire: Wire) -> None:
    await wire.connect()
    _, mine = wire.server.post(CHANNEL, {"components": []}, {})

    event = await wire.server.press("ana", mine["id"], "v1:again:" + "k" * 22)
    await wire.server.until(lambda: wire.intake.presses, what="the press")

    assert wire.server.forms[event["token"]]["type"] == 6
    assert wire.intake.presses[0].message == mine["id"]


async def test_a_command_where_the_bot_is_not_a_member_is_marked_as_such(wire: Wire) -> None:
    await wire.connect()

    await wire.server.interact(
        2,
        "ana",
        {"id": "1", "name": "help", "type": 1},
        authorizing_integration_owners={"1": "11"},
        guild_id="555",
    )
    await wire.heard(1)

    assert wire.intake.messages[0].handle["member"] == "0"


async def test_another_copy_of_the_bot_has_answered_already(wire: Wire) -> None:
    await wire.connect()
    event = await wire.server.slash("ana", "help")
    await wire.heard(1)

    await wire.server.emit("INTERACTION_CREATE", event)
    tries = "/interactions/.*/callback"
    await wire.server.until(lambda: len(wire.server.called("POST", tries)) == 2, what="a second answer")
    await wire.server.say("ana", "go on")
    await wire.heard(2)

    assert [heard.event_id for heard in wire.intake.messages].count(event["id"]) == 1


async def test_an_acknowledgement_whose_answer_was_lost_counts(wire: Wire) -> None:
    """Discord carried it out and answered 502; to the library's repeat it says that this is acknowledged already."""
    await wire.connect()
    wire.server.fail("POST", "/interactions/.*/callback", 502, after=True)

    event = await wire.server.slash("ana", "imagine", prompt="a fox")
    heard = await wire.heard(1)

    assert heard == ["a fox"]
    assert len(wire.server.called("POST", "/interactions/.*/callback")) == 2
    handle = wire.intake.messages[0].handle
    assert (handle["token"], handle["answer"]) == (event["token"], "original")


async def test_a_press_that_came_too_late_to_be_acknowledged_is_not_lost(wire: Wire) -> None:
    await wire.connect()
    wire.server.fail("POST", "/interactions/.*", 404, code=10062)
    _, mine = wire.server.post(CHANNEL, {"components": []}, {})

    await wire.server.press("ana", mine["id"], "v1:again:" + "k" * 22)
    await wire.server.until(lambda: wire.intake.presses, what="the press")

    assert wire.intake.presses[0].handle["token"] == ""


async def test_ten_clicks_at_once_are_all_acknowledged(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    _, mine = wire.server.post(CHANNEL, {"components": []}, {})
    await asyncio.gather(*(wire.server.press("ana", mine["id"], "v1:again:" + "k" * 22) for _ in range(10)))

    await wire.server.until(lambda: len(wire.intake.presses) == 10, what="ten presses")

    assert [form["type"] for form in wire.server.forms.values()] == [6] * 10


@pytest.mark.parametrize("carried_out", [True, False])
async def test_an_acknowledgement_without_any_answer_leaves_no_thinking(
    wire: Wire, carried_out: bool
) -> None:
    await wire.connect()
    wire.server.fail("POST", "/interactions/.*", 503, times=2, after=carried_out)

    await wire.server.slash("ana", "imagine", prompt="a fox")
    await wire.server.until(lambda: wire.intake.messages, what="the command")
    outbound = DiscordOutbound(wire.config)
    await outbound.deliver(address(wire.intake.messages[0]), None, picture_reply(), [FOX])
    await outbound.close()

    (message,) = wire.server.posted()
    assert message["attachments"]
    assert not message["flags"] & 1 << 7
