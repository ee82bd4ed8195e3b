"""Posting over a true wire: nonces, lost answers, waits and refusals."""

from dataclasses import replace

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.errors import NotAllowed, PlatformUnavailable
from agent.ports import PictureFile
from simulators.discord.shapes import CHANNEL, ME, V2, buttons, texts
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply


async def test_a_picture_is_posted_and_edited_by_a_process_without_a_gateway(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    await outbound.progress(to, opened, "render: drawing", PNG)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]
    await outbound.deliver(to, opened, picture_reply(), files)

    (message,) = heard.server.posted()
    assert message["id"] == opened
    assert message["flags"] & V2
    assert [(file["filename"], file["description"]) for file in message["attachments"]] == [
        ("fox.png", "a fox")
    ]
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]
    assert heard.server.files[message["attachments"][0]["id"]] == PNG
    post = heard.server.called("POST", f"/channels/{CHANNEL}/messages")[0]
    assert post.json["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert post.json["message_reference"]["fail_if_not_exists"] is False


async def test_a_post_whose_answer_was_lost_is_one_message(heard: Wire, outbound: DiscordOutbound) -> None:
    to = address(heard.intake.messages[0])
    heard.server.fail("POST", f"/channels/{CHANNEL}/messages", 503, after=True)
    with pytest.raises(PlatformUnavailable):
        await outbound.open(to, "plan: thinking")

    opened = await outbound.open(to, "plan: thinking")

    assert [message["id"] for message in heard.server.posted()] == [opened]


async def test_a_server_error_is_tried_again_with_the_same_nonce(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    heard.server.fail("POST", f"/channels/{CHANNEL}/messages", 502, after=True)

    await outbound.open(address(heard.intake.messages[0]), "plan: thinking")

    posts = heard.server.called("POST", f"/channels/{CHANNEL}/messages")
    assert len(posts) == 2
    assert posts[0].json["nonce"] == posts[1].json["nonce"]
    assert len(heard.server.posted()) == 1


@pytest.mark.parametrize(("refusals", "said"), [(2, "**a fox**"), (3, "I have a picture for you")])
async def test_a_final_edit_that_is_refused_for_good_is_said_in_its_place(
    heard: Wire, outbound: DiscordOutbound, refusals: int, said: str
) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 400, code=50035, times=refusals)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    shown = await outbound.deliver(to, opened, picture_reply(), files)

    (message,) = heard.server.posted()
    assert message["id"] == shown == opened
    assert said in texts(message)
    assert "Discord does not take it" in texts(message)
    assert message["attachments"] == []
    assert buttons(message) == []


async def test_a_file_that_is_too_large_in_any_size_is_said_to_be(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 413, code=40005, times=2)
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    await outbound.deliver(to, opened, picture_reply(), files)

    assert "Discord does not take it" in texts(heard.server.posted()[0])


async def test_a_command_in_a_channel_that_refused_just_now_is_answered_by_its_token(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    heard.server.fail("POST", f"/channels/{CHANNEL}/messages", 403, code=50013)
    with pytest.raises(NotAllowed):
        await outbound.open(address(heard.intake.messages[0]), "plan: thinking")
    await heard.server.slash("ana", "imagine", prompt="a fox")
    await heard.heard(2)
    to = address(heard.intake.messages[1])
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]

    await outbound.deliver(to, await outbound.open(to, "plan: thinking"), picture_reply(), files)

    (message,) = heard.server.posted()
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]
    assert len(message["attachments"]) == 1


async def test_a_short_wait_is_waited_and_a_long_one_is_handed_on(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    heard.server.fail("POST", f"/channels/{CHANNEL}/messages", 429, retry_after="0.1")
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", f"/channels/{CHANNEL}/messages/.*", 429, retry_after="47")

    with pytest.raises(PlatformUnavailable) as caught:
        await outbound.deliver(to, opened, picture_reply(), [])

    assert caught.value.retry_after_seconds == 47
    assert len(heard.server.posted()) == 1
    assert outbound.invalid_requests.counted == 2


async def test_a_refusal_that_is_not_of_discords_own_is_handed_on(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    """A proxy or Cloudflare says 429 without the header that discord.py looks for."""
    heard.server.fail("POST", f"/channels/{CHANNEL}/messages", 429, retry_after="12", via=False)

    with pytest.raises(PlatformUnavailable) as caught:
        await outbound.open(address(heard.intake.messages[0]), "plan: thinking")

    assert caught.value.retry_after_seconds == 12


async def test_a_token_taken_away_stops_every_call(heard: Wire, outbound: DiscordOutbound) -> None:
    to = address(heard.intake.messages[0])
    await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", "/channels/.*", 401)
    for _ in range(3):
        with pytest.raises(PlatformUnavailable):
            await outbound.deliver(to, heard.server.posted()[0]["id"], picture_reply(), [])

    assert outbound.invalid_requests.token_refused
    assert len(heard.server.called("PATCH", "/channels/.*")) == 1


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
