"""What was written while the bot was away is read back once."""

import asyncio
from dataclasses import replace

from adapters.discord.client import DiscordPlatform
from agent.domain.conversation import AuthorId
from agent.ports import ReadPosition
from simulators.discord.server import DiscordServer
from simulators.discord.shapes import CHANNEL, GUILD
from tests.worlds.discord_wire import Wire, short_sleep


async def test_after_an_invalid_session_the_gap_is_read_back_once(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "before")
    await wire.heard(1)

    await wire.server.drop(resumable=False)
    old = await wire.server.say("ana", "too old")
    age(wire.server, old, hours=9)
    for text in ("one", "two", "three"):
        await wire.server.say("ben", text)
    await wire.server.say("ben", "not for the bot", mention=False)

    assert sorted(await wire.heard(4)) == ["before", "one", "three", "two"]
    await wire.ready()
    await wire.server.say("ana", "after")
    assert (await wire.heard(5))[-1] == "after"
    assert len(wire.server.identified) == 2


async def test_a_start_after_a_stop_reads_back_what_was_written_meanwhile(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "before")
    await wire.heard(1)
    await wire.disconnect()

    await wire.server.say("ana", "while away")
    await wire.connect()

    assert await wire.heard(2) == ["before", "while away"]


async def test_the_first_start_answers_nothing_old(wire: Wire) -> None:
    await wire.server.say("ana", "long ago")

    await wire.connect()
    await wire.server.say("ana", "now")

    assert await wire.heard(1) == ["now"]
    await wire.disconnect()
    assert len(wire.intake.messages) == 1


async def test_a_live_message_does_not_hide_the_gap_before_it(wire: Wire) -> None:
    """The store knows message 1. Message 2 was missed; message 3 arrives before the gap is read. After a crash now, 2 must still
    be found."""
    first = await wire.server.say("ana", "one")
    wire.read_positions.positions["discord", CHANNEL] = ReadPosition(
        channel=CHANNEL, message=int(first["id"]), community=GUILD
    )
    await wire.server.say("ana", "two")
    wire.server.fail("GET", f"/channels/{CHANNEL}/messages", 500, times=99)
    platform = DiscordPlatform(
        wire.config, wire.intake, read_positions=wire.read_positions, sleep=short_sleep
    )
    wire.platform = platform
    wire.running.append(asyncio.create_task(platform.run()))
    await wire.server.until(lambda: wire.server.live(), what="a session")
    await wire.server.say("ana", "three")
    await wire.heard(1)
    await wire.disconnect()
    assert wire.read_positions.positions["discord", CHANNEL].message == int(first["id"])

    wire.server.faults.clear()
    await wire.connect()

    assert sorted(await wire.heard(2)) == ["three", "two"]


async def test_what_comes_live_while_the_gap_is_read_is_taken_once(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "before")
    await wire.heard(1)
    await wire.server.drop(resumable=False)
    await wire.server.until(lambda: wire.server.live(), what="a new session")
    await wire.server.say("ana", "right after")
    await wire.heard(2)
    await wire.ready()
    await wire.server.say("ana", "later")

    assert await wire.heard(3) == ["before", "right after", "later"]
    assert [wire.server.messages[CHANNEL][number]["content"] for number in wire.intake.duplicates] == []


async def test_private_chats_are_read_back_too(wire: Wire) -> None:
    await wire.connect()
    chat = wire.server.private_chat("ana")
    await wire.server.say("ana", "hello", where=chat, mention=False)
    await wire.heard(1)
    await wire.disconnect()

    await wire.server.say("ana", "are you there?", where=chat, mention=False)
    await wire.connect()

    assert await wire.heard(2) == ["hello", "are you there?"]
    assert wire.intake.messages[1].place.private


async def test_a_store_that_is_away_loses_nothing(wire: Wire) -> None:
    await wire.connect()
    wire.intake.down = 2

    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]


async def test_what_was_added_before_a_crash_is_read_again_as_what_it_is(wire: Wire) -> None:
    """The process died between the request and what its author added: each is handed in as an event of its own, with its time."""
    one = await wire.server.say("ana", "a fox")
    await wire.server.say("ana", "", mention=False, files=[("hat.png", b"pixels")])
    wire.read_positions.positions["discord", CHANNEL] = ReadPosition(
        channel=CHANNEL, message=int(one["id"]) - 1, community=GUILD
    )
    wire.questions.gathering.add((f"discord:{GUILD}/{CHANNEL}~discord:11", AuthorId("discord:11")))

    await wire.connect()

    assert await wire.heard(2) == ["a fox", ""]
    first, second = wire.intake.messages
    assert (first.only_joins, second.only_joins) == (False, True)
    assert first.at is not None
    assert second.at is not None
    assert first.at <= second.at
    assert [image.name for image in second.images] == ["hat.png"]


def age(server: DiscordServer, message: dict[str, object], *, hours: float) -> None:
    """Makes a message as old as that."""
    del server.messages[CHANNEL][str(message["id"])]
    message["id"] = server.new_id(age_seconds=hours * 3_600)
    server.messages[CHANNEL][str(message["id"])] = message


async def test_channels_where_nothing_happened_are_not_asked(wire: Wire) -> None:
    """A start among thousands of channels asks for the few that have news: not where nobody ever wrote, not where the last word is older
    than what would be answered."""
    await wire.connect()
    await wire.server.say("ana", "before")
    await wire.heard(1)
    await wire.disconnect()
    template = wire.server.channels[CHANNEL]
    for number in range(30):
        channel = str(int(CHANNEL) + 1_000 + number)
        last = None if number % 2 else wire.server.new_id(age_seconds=9 * 3_600)
        wire.server.channels[channel] = {
            **template,
            "id": channel,
            "name": f"quiet-{number}",
            "last_message_id": last,
        }
    news = str(int(CHANNEL) + 2_000)
    wire.server.channels[news] = {**template, "id": news, "name": "news", "last_message_id": None}
    await wire.server.say("ana", "in a new channel", where=news)
    wire.server.calls.clear()

    await wire.connect()

    assert await wire.heard(2) == ["before", "in a new channel"]
    asked = wire.server.called("GET", r"/channels/\d+/messages")
    assert {call.path for call in asked} == {f"/channels/{news}/messages"}


async def test_each_shard_reads_on_by_itself(wire: Wire) -> None:
    wire.config = replace(wire.config, shard_count=4, shard_ids=(0, 2))

    await wire.connect()
    await wire.server.until(lambda: len(wire.server.identified) == 2, what="both shards")

    assert [data["shard"] for data in wire.server.identified] == [[0, 4], [2, 4]]
