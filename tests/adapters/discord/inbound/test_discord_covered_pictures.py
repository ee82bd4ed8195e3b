"""Pictures that their authors hid until they are tapped, and what is no picture at all: polls, and emoji of servers."""

from typing import Any

import pytest

from simulators.discord.shapes import CHANNEL, V2, user
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire

POLL: dict[str, Any] = {
    "question": {"text": "Cat or dog?"}, "answers": [{"answer_id": 1, "poll_media": {"text": "cat"}}],
    "expiry": "2027-11-25T12:00:00+00:00", "allow_multiselect": False, "layout_type": 1,
}  # fmt: skip


def hidden_gallery(wire: Wire) -> dict[str, Any]:
    file = wire.server._stored("castle.png", PNG)
    media = {"url": file["url"], "proxy_url": file["proxy_url"], "content_type": "image/png"}
    message = wire.server._message(CHANNEL, user("77", "other", bot=True), "", flags=V2)
    message["components"] = [
        {"type": 12, "id": 2, "items": [{"media": media, "description": None, "spoiler": True}]}
    ]
    wire.server._keep(message)
    return message


@pytest.mark.parametrize(("name", "covered"), [("SPOILER_cat.png", True), ("cat.png", False)])
async def test_a_hidden_picture_is_handed_in_as_hidden(wire: Wire, name: str, covered: bool) -> None:
    await wire.connect()

    await wire.server.say("ana", "make it a woodcut", files=[(name, PNG)])
    await wire.heard(1)

    assert wire.intake.messages[0].covered is covered


async def test_so_is_one_that_only_its_flag_hides(wire: Wire) -> None:
    await wire.connect()
    file = {**wire.server._stored("cat.png", PNG), "flags": 1 << 3}

    await wire.server.say("ana", "make it a woodcut", attachments=[file])
    await wire.heard(1)

    assert wire.intake.messages[0].covered


async def test_so_is_one_in_the_message_replied_to(wire: Wire) -> None:
    await wire.connect()
    theirs = await wire.server.say("ben", "my cat", mention=False, files=[("SPOILER_cat.png", PNG)])
    gallery = hidden_gallery(wire)

    await wire.server.say("ana", "make it a woodcut", reply_to=theirs["id"])
    await wire.heard(1)
    await wire.server.say("ana", "make it a woodcut", reply_to=gallery["id"])
    await wire.heard(2)

    assert [heard.covered for heard in wire.intake.messages] == [True, True]


async def test_so_is_one_that_was_shown_right_before(wire: Wire) -> None:
    await wire.connect()
    await wire.server.say("ana", "", mention=False, files=[("SPOILER_cat.png", PNG)])
    await wire.server.say("ana", "make it a woodcut")
    await wire.heard(1)

    assert wire.intake.messages[0].covered


async def test_so_is_one_that_comes_with_a_command(wire: Wire) -> None:
    await wire.connect()

    event = await wire.server.slash("ana", "imagine", prompt="as a woodcut", image=PNG)
    await wire.heard(1)
    (known,) = event["data"]["resolved"]["attachments"].values()
    hidden = {**known, "filename": "SPOILER_cat.png"}
    data = {**event["data"], "resolved": {"attachments": {known["id"]: hidden}}}
    await wire.server.interact(2, "ana", data)
    await wire.heard(2)

    assert [heard.covered for heard in wire.intake.messages] == [False, True]


async def test_a_poll_is_said_to_be_none_to_be_read(wire: Wire) -> None:
    await wire.connect()

    await wire.server.say("ana", "", where=wire.server.private_chat("ana"), mention=False, poll=POLL)
    await wire.heard(1)

    (poll,) = wire.intake.messages[0].images
    assert poll.problem == "I cannot read a poll; I can read words and pictures."


async def test_an_emoji_of_a_server_is_the_word_it_is_called(wire: Wire) -> None:
    await wire.connect()

    await wire.server.say("ana", "draw <a:happy_frog:1234567> in a bathtub")

    assert await wire.heard(1) == ["draw happy frog in a bathtub"]


async def test_a_picture_is_fetched_by_the_address_that_the_event_brings(wire: Wire) -> None:
    """Addresses end after a day; of what is replied to Discord sends a fresh one, and the one that was kept is of no use."""
    await wire.connect()
    theirs = await wire.server.say("ben", "my cat", mention=False, files=[("cat.png", PNG)])
    (old,) = theirs["attachments"]
    kept = wire.server.messages[CHANNEL][theirs["id"]]
    kept["attachments"] = [wire.server._stored("cat.png", PNG)]
    del wire.server.files[old["id"]]

    await wire.server.say("ana", "make it a woodcut", reply_to=theirs["id"])
    await wire.heard(1)

    assert [(image.data, image.problem) for image in wire.intake.messages[0].images] == [(PNG, "")]
