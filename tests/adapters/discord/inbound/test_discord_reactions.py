"""Reactions to the bot's messages come in as presses."""

import pytest

from simulators.discord.shapes import CHANNEL, ME, PEOPLE, member, user
from tests.worlds.discord_wire import Wire

HEART, CROSS = "\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}", "\N{CROSS MARK}"


def _own(wire: Wire, where: str = CHANNEL) -> str:
    message = wire.server._message(where, user(ME, "atelier", bot=True), "A fox")
    wire.server._keep(message)
    return message["id"]


async def _pressed(wire: Wire, count: int = 1) -> None:
    await wire.server.until(lambda: len(wire.intake.presses) >= count, what=f"{count} presses")


@pytest.mark.parametrize(("emoji", "sign"), [(HEART, "like"), (CROSS, "delete")])
async def test_a_heart_and_a_cross_are_handed_in(wire: Wire, emoji: str, sign: str) -> None:
    await wire.connect()
    shown = _own(wire)

    await wire.server.react("ana", shown, emoji)
    await _pressed(wire)

    (press,) = wire.intake.presses
    assert (press.reaction, press.message, press.button) == (sign, shown, "")
    assert press.author.id == f"discord:{PEOPLE['ana'][0]}"
    assert (press.place.channel, press.place.private) == (CHANNEL, False)


async def test_in_a_private_chat_as_well(wire: Wire) -> None:
    await wire.connect()
    where = wire.server.private_chat("ana")
    shown = _own(wire, where)

    await wire.server.react("ana", shown, HEART, where=where)
    await _pressed(wire)

    assert wire.intake.presses[0].place.private
    assert wire.intake.presses[0].place.channel == where


async def test_what_says_nothing_or_is_not_under_a_message_of_the_bots_is_left_alone(wire: Wire) -> None:
    await wire.connect()
    shown = _own(wire)
    anas = (await wire.server.say("ana", "look at this", mention=False))["id"]

    await wire.server.react("ana", shown, "\N{THUMBS DOWN SIGN}")
    await wire.server.react("ana", shown, HEART, emoji={"id": "77", "name": HEART})
    await wire.server.react("ana", anas, CROSS)
    await wire.server.react("ana", shown, HEART, user_id=ME, member=member("me"))
    await wire.server.react("ana", shown, CROSS)
    await _pressed(wire)

    assert [press.reaction for press in wire.intake.presses] == ["delete"]


async def test_without_a_store_a_reaction_is_lost_and_the_session_is_not(wire: Wire) -> None:
    await wire.connect()
    shown = _own(wire)
    wire.intake.down = 1

    await wire.server.react("ana", shown, HEART)
    await wire.server.react("ana", shown, CROSS)
    await _pressed(wire)

    assert [press.reaction for press in wire.intake.presses] == ["delete"]
