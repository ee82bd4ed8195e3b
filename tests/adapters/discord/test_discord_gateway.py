"""The gateway over a true wire: our own on loopback, broken in every way that Discord breaks."""

from simulators.discord.shapes import CHANNEL, GUILD, TOKEN, channel, texts
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire


async def test_it_logs_in_and_publishes_its_commands(wire: Wire) -> None:
    await wire.connect()
    await wire.published()

    assert {command["name"] for command in wire.server.commands} >= {
        "imagine",
        "memory",
        "channel",
        "Refine image",
    }
    identify = wire.server.identified[0]
    assert identify["token"] == TOKEN
    assert identify["shard"] == [0, 1]


async def test_a_mention_with_a_picture_arrives_with_its_bytes(wire: Wire) -> None:
    await wire.connect()

    await wire.server.say("ana", "draw it blue", files=[("photo.png", PNG)])

    assert await wire.heard(1) == ["draw it blue"]
    assert wire.intake.messages[0].images[0].data == PNG
    assert wire.intake.messages[0].place.community == GUILD
    assert wire.server.called("POST", f"/channels/{CHANNEL}/typing")


# --- the gateway --------------------------------------------------------------------------------------------------


async def test_a_broken_connection_is_resumed_at_the_same_address_and_nothing_is_missed(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "first")
    await wire.heard(1)

    await wire.server.drop()
    await wire.server.say("ana", "second")

    assert await wire.heard(2) == ["first", "second"]
    assert len(wire.server.resumed) == 1, "READY named another address; ours was used"
    assert len(wire.server.identified) == 1


async def test_an_event_delivered_twice_is_one_message(wire: Wire) -> None:
    await wire.connect()
    message = await wire.server.say("ana", "draw a fox")
    await wire.heard(1)

    session = wire.server.live()[0]
    await wire.server.emit("MESSAGE_CREATE", session.events[-1]["d"])
    await wire.server.say("ben", "done")

    assert await wire.heard(2) == ["draw a fox", "done"]
    await wire.server.until(lambda: wire.intake.duplicates, what="the second delivery")
    assert wire.intake.duplicates == [message["id"]]


async def test_discord_asking_to_reconnect_is_obeyed(wire: Wire) -> None:
    await wire.connect()

    await wire.server.ask_to_reconnect()
    await wire.server.until(lambda: wire.server.resumed, what="a resume")
    await wire.server.say("ana", "still here?")

    assert await wire.heard(1) == ["still here?"]


async def test_without_the_message_content_intent_the_bot_works(wire: Wire) -> None:
    wire.server.content_intent = False

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]
    assert [bool(data["intents"] & (1 << 15)) for data in wire.server.identified] == [True, False]


async def test_a_reply_that_cannot_be_read_is_told_once(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "draw")
    await wire.heard(1)
    _, mine = wire.server.post(CHANNEL, {"content": "a picture"}, {})
    for _ in range(2):
        await wire.server.say("ana", "", mention=False, reply_to=mine["id"])
    await wire.server.say("ana", "go on")

    await wire.heard(2)
    said = [texts(message) for message in wire.server.posted() if message["components"]]
    assert len(said) == 1
    assert "name me" in said[0]


async def test_an_age_restricted_channel_is_known_as_one(wire: Wire) -> None:
    wire.server.channels["201"] = channel("201", "late", nsfw=True)
    wire.server.messages["201"] = {}
    await wire.connect()

    await wire.server.say("ana", "draw", where="201")

    await wire.heard(1)
    assert wire.intake.messages[0].place.age_restricted
