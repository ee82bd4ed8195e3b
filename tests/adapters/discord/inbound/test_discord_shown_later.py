"""What a message shows by other means than attachments, or only later: galleries of other bots, previews of links, mentions by an edit."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.discord.inbound.message_files import media_in
from agent.ports import ReadPosition
from simulators.discord.shapes import CHANNEL, GUILD, ME, V2, user
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire

OTHER_BOT = user("77", "other", bot=True)


def gallery(wire: Wire, kind: str = "image/png") -> dict[str, Any]:
    """Another bot's message of components alone."""
    file = wire.server._stored("castle.png", PNG)
    media = {
        "url": file["url"],
        "proxy_url": file["proxy_url"],
        "content_type": kind,
        "width": 64,
        "height": 64,
    }
    message = wire.server._message(CHANNEL, OTHER_BOT, "", flags=V2)
    message["components"] = [
        {
            "type": 17,
            "id": 1,
            "components": [{"type": 12, "id": 2, "items": [{"media": media, "description": None}]}],
        }
    ]
    wire.server._keep(message)
    return message


async def test_a_reply_to_another_bots_gallery_brings_its_picture(wire: Wire) -> None:
    await wire.connect()
    theirs = gallery(wire)

    await wire.server.say("ana", "make it night", reply_to=theirs["id"])
    await wire.heard(1)

    assert [(image.data, image.problem) for image in wire.intake.messages[0].images] == [(PNG, "")]


async def test_a_gallery_of_films_is_said_to_be_none_to_be_looked_at(wire: Wire) -> None:
    await wire.connect()
    theirs = gallery(wire, "video/mp4")

    await wire.server.say("ana", "make it night", reply_to=theirs["id"])
    await wire.heard(1)

    (image,) = wire.intake.messages[0].images
    assert "cannot read" in image.problem


async def test_refine_in_the_menu_of_another_bots_gallery_finds_its_picture(wire: Wire) -> None:
    await wire.connect()
    theirs = gallery(wire)
    data = {
        "id": "1", "name": "Refine image", "type": 3, "target_id": theirs["id"], "resolved": {"messages": {theirs["id"]: theirs}}
    }  # fmt: skip

    event = await wire.server.interact(2, "ana", data)
    form = await wire.server.until(lambda: wire.server.forms.get(event["token"]), what="the form")
    await wire.server.submit("ana", form["data"], "make it night", message=theirs["id"])
    await wire.heard(1)

    assert [image.data for image in wire.intake.messages[0].images] == [PNG]


def test_what_is_nested_deeply_or_malformed_is_looked_through_within_limits() -> None:
    part: dict[str, Any] = {
        "type": 12,
        "items": [{"media": {"url": "https://cdn/x.png"}}, None, {"media": "no"}],
    }
    for _ in range(50):
        part = {"type": 17, "components": [part, None, 7]}

    assert media_in([part, {"type": 9, "accessory": {"type": 11, "media": {"proxy_url": "https://p/y.png"}}}]) == [
        ("https://cdn/x.png", ""), ("https://p/y.png", ""),
    ]  # fmt: skip
    for _ in range(300):
        part = {"type": 17, "components": [part]}
    assert media_in([part]) == []


async def test_a_preview_that_comes_later_belongs_to_its_link(wire: Wire) -> None:
    await wire.connect()
    message = await wire.server.say("ana", "make this blue https://example.org/castle")
    await wire.heard(1)
    file = wire.server._stored("preview.png", PNG)
    embed = {
        "type": "link",
        "url": "https://example.org/castle",
        "thumbnail": {"url": "x", "proxy_url": file["url"]},
    }

    event = wire.server._in_guild({**message, "embeds": [embed]}, "ana")
    await wire.server.emit("MESSAGE_UPDATE", event)
    await wire.server.emit("MESSAGE_UPDATE", event)
    await wire.heard(2)

    first, second = wire.intake.messages
    assert (first.only_joins, second.only_joins) == (False, True)
    assert (second.text, [image.data for image in second.images]) == ("", [PNG])


async def test_words_that_the_client_made_a_file_of_are_words(wire: Wire) -> None:
    await wire.connect()
    words = "draw a fox \N{FOX FACE} in the snow. " * 60 + "Thanks!"

    await wire.server.say("ana", "please:", files=[("message.txt", words.encode())])
    await wire.server.say("ana", "mine", files=[("message.txt", b"x" * 60_000)])
    await wire.server.say("ana", "", mention=False, files=[("message.txt", b"to nobody")])
    await wire.server.say("ana", "notes", files=[("notes.txt", b"other words")])
    await wire.heard(3)

    first, long, notes = wire.intake.messages
    assert (first.text, first.images) == (f"please\n{words}", ())
    assert "too long" in long.images[0].problem
    assert "notes.txt" in notes.images[0].problem


@pytest.mark.parametrize(("edited", "heard"), [("now", ["draw a fox"]), ("2026-01-01T00:00:00+00:00", [])])
async def test_a_mention_added_by_an_edit_to_a_message_from_before_the_start(
    wire: Wire, edited: str, heard: list[str]
) -> None:
    message = await wire.server.say("ana", "draw a fox", mention=False)
    wire.read_positions.positions["discord", CHANNEL] = ReadPosition(
        channel=CHANNEL, message=int(message["id"]), community=GUILD
    )
    await wire.connect()
    at = edited if edited != "now" else datetime.now(UTC).isoformat()
    told = {
        **message, "content": f"<@{ME}> draw a fox", "mentions": [user(ME, "atelier", bot=True)], "edited_timestamp": at,
    }  # fmt: skip

    await wire.server.emit("MESSAGE_UPDATE", wire.server._in_guild(told, "ana"))
    await wire.server.say("ben", "the next")
    await wire.heard(len(heard) + 1)

    assert sorted(each.text for each in wire.intake.messages) == [*heard, "the next"]
