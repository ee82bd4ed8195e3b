"""The adapter over a true wire: our own REST and gateway on loopback, broken in every way that Discord breaks."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.discord.invite import check_lines
from adapters.discord.outbound.outbound import DiscordOutbound
from agent.domain.conversation import AuthorId
from agent.errors import Misconfigured, NotAllowed, PlatformUnavailable
from agent.ports import PictureFile, ReadPosition
from simulators.discord.server import (
    CHANNEL,
    GUILD,
    ME,
    TOKEN,
    V2,
    DiscordServer,
    buttons,
    channel,
    texts,
)
from tests.worlds.acting_bot import painted
from tests.worlds.discord_wire import Wire, short_sleep
from tests.worlds.discord_world import address, picture_reply

PNG = painted("a photo", size=(64, 64)).data


async def test_it_logs_in_and_publishes_its_commands(wire: Wire) -> None:
    await wire.connect()

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
    assert wire.intake.duplicates == [message["id"]]


async def test_discord_asking_to_reconnect_is_obeyed(wire: Wire) -> None:
    await wire.connect()

    await wire.server.ask_to_reconnect()
    await wire.server.until(lambda: wire.server.resumed, what="a resume")
    await wire.server.say("ana", "still here?")

    assert await wire.heard(1) == ["still here?"]


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


# --- logging in ---------------------------------------------------------------------------------------------------


async def test_a_wrong_token_is_a_setting_to_mend(wire: Wire) -> None:
    wire.config = replace(wire.config, token="wrong")
    platform = DiscordPlatform(
        wire.config, wire.intake, read_positions=wire.read_positions, sleep=short_sleep
    )

    with pytest.raises(Misconfigured, match="DISCORD_TOKEN"):
        await asyncio.wait_for(platform.run(), 10)
    assert len(wire.server.called("GET", "/users/@me")) == 1


async def test_a_discord_that_is_away_is_waited_for(wire: Wire) -> None:
    wire.server.fail("GET", "/users/@me", 503, times=2)
    wire.server.fail("PUT", "/applications/.*", 503, times=1)

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]


async def test_a_server_without_shard_advice_is_one_shard(wire: Wire) -> None:
    wire.server.fail("GET", "/gateway/bot", 404, times=99)

    await wire.connect()

    assert wire.server.identified[0]["shard"] == [0, 1]


async def test_check_says_who_the_bot_is_and_how_to_invite_it(wire: Wire) -> None:
    lines = await check_lines(wire.config)

    assert lines[0].endswith("Atelier")
    assert "message content is on" in lines[1]
    assert "client_id=900" in lines[2]
    assert "scope=bot+applications.commands" in lines[2]
    with pytest.raises(Misconfigured):
        await check_lines(replace(wire.config, token="wrong"))


# --- interactions -------------------------------------------------------------------------------------------------


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


# --- posting ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def asked(wire: Wire) -> Wire:
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    return wire


@pytest.fixture
async def outbound(wire: Wire) -> AsyncIterator[DiscordOutbound]:
    made = DiscordOutbound(wire.config)
    yield made
    await made.close()


async def test_a_picture_is_posted_and_edited_by_a_process_without_a_gateway(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    to = address(asked.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    await outbound.progress(to, opened, "render: drawing", PNG)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]
    await outbound.deliver(to, opened, picture_reply(), files)

    (message,) = asked.server.posted()
    assert message["id"] == opened
    assert message["flags"] & V2
    assert [(file["filename"], file["description"]) for file in message["attachments"]] == [
        ("fox.png", "a fox")
    ]
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]
    assert asked.server.files[message["attachments"][0]["id"]] == PNG
    post = asked.server.called("POST", f"/channels/{CHANNEL}/messages")[0]
    assert post.json["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert post.json["message_reference"]["fail_if_not_exists"] is False


async def test_a_post_whose_answer_was_lost_is_one_message(asked: Wire, outbound: DiscordOutbound) -> None:
    to = address(asked.intake.messages[0])
    asked.server.fail("POST", f"/channels/{CHANNEL}/messages", 503, after=True)
    with pytest.raises(PlatformUnavailable):
        await outbound.open(to, "plan: thinking")

    opened = await outbound.open(to, "plan: thinking")

    assert [message["id"] for message in asked.server.posted()] == [opened]


async def test_a_server_error_is_tried_again_with_the_same_nonce(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    asked.server.fail("POST", f"/channels/{CHANNEL}/messages", 502, after=True)

    await outbound.open(address(asked.intake.messages[0]), "plan: thinking")

    posts = asked.server.called("POST", f"/channels/{CHANNEL}/messages")
    assert len(posts) == 2
    assert posts[0].json["nonce"] == posts[1].json["nonce"]
    assert len(asked.server.posted()) == 1


@pytest.mark.parametrize(("refusals", "said"), [(2, "**a fox**"), (3, "I have a picture for you")])
async def test_a_final_edit_that_is_refused_for_good_is_said_in_its_place(
    asked: Wire, outbound: DiscordOutbound, refusals: int, said: str
) -> None:
    to = address(asked.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    asked.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 400, code=50035, times=refusals)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    shown = await outbound.deliver(to, opened, picture_reply(), files)

    (message,) = asked.server.posted()
    assert message["id"] == shown == opened
    assert said in texts(message)
    assert "Discord does not take it" in texts(message)
    assert message["attachments"] == []
    assert buttons(message) == []


async def test_a_file_that_is_too_large_in_any_size_is_said_to_be(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    to = address(asked.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    asked.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 413, code=40005, times=2)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    await outbound.deliver(to, opened, picture_reply(), files)

    assert "Discord does not take it" in texts(asked.server.posted()[0])


async def test_a_command_in_a_channel_that_refused_just_now_is_answered_by_its_token(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    asked.server.fail("POST", f"/channels/{CHANNEL}/messages", 403, code=50013)
    with pytest.raises(NotAllowed):
        await outbound.open(address(asked.intake.messages[0]), "plan: thinking")
    await asked.server.slash("ana", "imagine", prompt="a fox")
    await asked.heard(2)
    to = address(asked.intake.messages[1])
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    await outbound.deliver(to, await outbound.open(to, "plan: thinking"), picture_reply(), files)

    (message,) = asked.server.posted()
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]
    assert len(message["attachments"]) == 1


async def test_a_short_wait_is_waited_and_a_long_one_is_handed_on(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    to = address(asked.intake.messages[0])
    asked.server.fail("POST", f"/channels/{CHANNEL}/messages", 429, retry_after="0.1")
    opened = await outbound.open(to, "plan: thinking")
    asked.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 429, retry_after="47")

    with pytest.raises(PlatformUnavailable) as caught:
        await outbound.deliver(to, opened, picture_reply(), [])

    assert caught.value.retry_after_seconds == 47
    assert len(asked.server.posted()) == 1
    assert outbound.invalid_requests.counted == 2


async def test_a_refusal_that_is_not_of_discords_own_is_handed_on(
    asked: Wire, outbound: DiscordOutbound
) -> None:
    """A proxy or Cloudflare says 429 without the header that discord.py looks for."""
    asked.server.fail("POST", f"/channels/{CHANNEL}/messages", 429, retry_after="12", via=False)

    with pytest.raises(PlatformUnavailable) as caught:
        await outbound.open(address(asked.intake.messages[0]), "plan: thinking")

    assert caught.value.retry_after_seconds == 12


async def test_ten_clicks_at_once_are_all_acknowledged(asked: Wire) -> None:
    _, mine = asked.server.post(CHANNEL, {"components": []}, {})
    await asyncio.gather(*(asked.server.press("ana", mine["id"], "v1:again:" + "k" * 22) for _ in range(10)))

    await asked.server.until(lambda: len(asked.intake.presses) == 10, what="ten presses")

    assert [form["type"] for form in asked.server.forms.values()] == [6] * 10


async def test_a_token_taken_away_stops_every_call(asked: Wire, outbound: DiscordOutbound) -> None:
    to = address(asked.intake.messages[0])
    await outbound.open(to, "plan: thinking")
    asked.server.fail("PATCH", "/channels/.*", 401)
    for _ in range(3):
        with pytest.raises(PlatformUnavailable):
            await outbound.deliver(to, asked.server.posted()[0]["id"], picture_reply(), [])

    assert outbound.invalid_requests.token_refused
    assert len(asked.server.called("PATCH", "/channels/.*")) == 1


async def test_a_process_that_only_posts_survives_a_wrong_token(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    outbound = DiscordOutbound(replace(wire.config, token="wrong"))
    for _ in range(2):
        with pytest.raises(PlatformUnavailable):
            await outbound.open(address(wire.intake.messages[0]), "plan: thinking")
    await outbound.close()

    assert len(wire.server.called("GET", "/users/@me")) == 2


async def test_an_interaction_is_answered_in_place_and_after_its_end_as_the_bot(
    wire: Wire, outbound: DiscordOutbound
) -> None:
    await wire.connect()
    event = await wire.server.slash("ana", "imagine", prompt="a fox")
    await wire.heard(1)
    to = address(wire.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    assert opened == wire.server.forms[event["token"]]["original"]
    wire.server.dead_tokens.add(event["token"])

    await outbound.deliver(to, opened, picture_reply(), [])

    (message,) = wire.server.posted()
    assert "**a fox**" in texts(message)
    assert message["author"]["id"] == ME


async def test_a_discord_that_is_gone_is_an_error_of_ours(wire: Wire, outbound: DiscordOutbound) -> None:
    await wire.connect()
    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)
    await wire.disconnect()
    await wire.server.stop()

    with pytest.raises(PlatformUnavailable):
        await outbound.open(address(wire.intake.messages[0]), "plan: thinking")


def age(server: DiscordServer, message: dict[str, object], *, hours: float) -> None:
    """Makes a message as old as that."""
    del server.messages[CHANNEL][str(message["id"])]
    message["id"] = server.new_id(age_seconds=hours * 3_600)
    server.messages[CHANNEL][str(message["id"])] = message


# --- a server that stands for Discord and knows less ---------------------------------------------------------------


async def test_a_server_that_knows_less_is_enough(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """No roles, no members, ids that are no times, few routes."""
    server = wire.server
    numbers = iter(range(1_000, 9_000))
    monkeypatch.setattr(server, "new_id", lambda **_: str(next(numbers)))
    sparse = {
        "id": GUILD,
        "name": "Bare",
        "channels": [{"id": CHANNEL, "type": 0, "name": "art", "position": 0}],
    }
    monkeypatch.setattr("simulators.discord.server.guild", lambda channels: sparse)
    for path in ("/gateway/bot", f"/channels/{CHANNEL}/typing", "/guilds/.*"):
        for method in ("GET", "POST"):
            server.fail(method, path, 404, times=99)

    await wire.connect()
    await server.say("ana", "draw a fox")
    await wire.heard(1)
    _, mine = server.post(CHANNEL, {"components": []}, {})
    await server.press("ana", mine["id"], "v1:again:" + "k" * 22)
    await server.until(lambda: wire.intake.presses, what="the press")
    await server.drop(resumable=False)
    await server.say("ana", "missed")
    await server.say("ben", "missed too")

    assert sorted(await wire.heard(3)) == ["draw a fox", "missed", "missed too"]


async def test_each_shard_reads_on_by_itself(wire: Wire) -> None:
    wire.config = replace(wire.config, shard_count=4, shard_ids=(0, 2))

    await wire.connect()
    await wire.server.until(lambda: len(wire.server.identified) == 2, what="both shards")

    assert [data["shard"] for data in wire.server.identified] == [[0, 4], [2, 4]]
