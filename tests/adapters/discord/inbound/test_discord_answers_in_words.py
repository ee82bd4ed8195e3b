"""An answer to the bot's question need neither name it nor be a reply, where the bot may read what is written."""

import pytest

from agent.domain.conversation import Place
from simulators.discord.shapes import CHANNEL, GUILD
from tests.worlds.discord_wire import Wire

HERE = Place(platform="discord", community=GUILD, channel=CHANNEL)


async def test_the_next_words_of_the_one_who_is_asked_are_heard(wire: Wire) -> None:
    wire.questions.open(HERE, "discord:11")
    await wire.connect()

    await wire.server.say("ben", "the black one", mention=False)
    await wire.server.say("ana", "the grey one", mention=False)

    assert await wire.heard(1) == ["the grey one"]
    assert wire.intake.messages[0].author.id == "discord:11"


@pytest.mark.parametrize("to", ["reply", "mention"])
async def test_what_is_said_to_somebody_else_is_no_answer(wire: Wire, to: str) -> None:
    wire.questions.open(HERE, "discord:11")
    await wire.connect()
    theirs = await wire.server.say("ben", "hello", mention=False)
    ben = theirs["author"]

    if to == "reply":
        await wire.server.say("ana", "hello ben", mention=False, reply_to=theirs["id"])
    else:
        await wire.server.say("ana", "hello <@12>", mention=False, mentions=[ben])
    await wire.server.say("ben", "draw a fox")
    await wire.heard(1)

    assert [message.author.id for message in wire.intake.messages] == ["discord:12"]


async def test_an_answer_given_while_the_store_is_away_is_read_again(wire: Wire) -> None:
    wire.questions.open(HERE, "discord:11")
    await wire.connect()
    wire.questions.down = True
    await wire.server.say("ana", "the grey one", mention=False)
    await wire.server.until(lambda: wire.client.positions.missed(), what="it is known to be missed")

    wire.questions.down = False

    assert await wire.heard(1) == ["the grey one"]


async def test_an_answer_given_while_the_bot_was_away_is_read_back(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ben", "draw a fox")
    await wire.heard(1)
    await wire.disconnect()
    wire.questions.open(HERE, "discord:11")
    await wire.server.say("ana", "the grey one", mention=False)

    await wire.connect()

    assert await wire.heard(2) == ["draw a fox", "the grey one"]
