"""A server that stands for Discord, or a Discord that has changed: events of other shapes than the library takes for granted."""

import logging
from typing import Any

import discord
import pytest

from adapters.discord.http.payload_defaults import complete, essential, message
from adapters.discord.inbound.message_files import file_ref
from simulators.discord import gateway
from simulators.discord.shapes import CHANNEL, GUILD, buttons
from tests.worlds.discord_wire import Wire

OPTIONAL = (
    "edited_timestamp",
    "tts",
    "mention_everyone",
    "mention_roles",
    "embeds",
    "pinned",
    "components",
    "type",
    "flags",
)


async def test_a_null_in_a_message_costs_nothing(wire: Wire) -> None:
    await wire.connect()

    for null in ("poll", "thread", "interaction_metadata", "interaction", "sticker_items", "member"):
        await wire.server.say("ana", f"draw a fox, {null}", **{null: None})

    assert len(await wire.heard(6)) == 6
    assert len(wire.server.identified) == 1


async def test_what_a_message_leaves_out_is_filled_in(wire: Wire) -> None:
    await wire.connect()
    message = await quiet(wire, "draw a fox")

    for name in OPTIONAL:
        del message[name]
    message["author"] = {"id": "11", "username": "ana"}
    message["attachments"] = None
    await wire.server.emit("MESSAGE_CREATE", {**message, "guild_id": GUILD, "future": {"a": [1]}})

    assert await wire.heard(1) == ["draw a fox"]
    assert wire.intake.messages[0].author.id == "discord:11"


async def test_a_message_that_begins_with_the_bots_name_names_it(wire: Wire) -> None:
    await wire.connect()

    await wire.server.say("ana", "draw a fox", mentions=[])

    assert await wire.heard(1) == ["draw a fox"]


async def test_an_event_that_cannot_be_read_costs_that_event_alone(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    await wire.connect()
    caplog.set_level(logging.WARNING)

    await wire.server.emit(
        "MESSAGE_CREATE", {"id": "no number", "channel_id": CHANNEL, "content": "our secret"}
    )
    await wire.server.emit("THREAD_UPDATE", {"nothing": "known"})
    await wire.server.emit("AN_EVENT_OF_NEXT_YEAR", {"a": 1})
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]
    assert len(wire.server.identified) == 1
    left_out = [record for record in caplog.records if getattr(record, "action", "") == "event_unread"]
    assert [getattr(record, "event", "") for record in left_out] == ["MESSAGE_CREATE", "THREAD_UPDATE"]
    assert "secret" not in str([vars(record) for record in left_out])


async def test_a_part_that_cannot_be_read_does_not_take_the_words_with_it(wire: Wire) -> None:
    await wire.connect()

    await wire.server.say(
        "ana", "draw a fox", embeds=[{"color": "red", "timestamp": "yesterday"}], reactions="many"
    )

    assert await wire.heard(1) == ["draw a fox"]


async def test_a_command_says_only_what_it_must(wire: Wire) -> None:
    await wire.connect()
    server = wire.server
    whole = server.emit

    async def sparse(name: str, data: dict[str, Any]) -> None:
        for left_out in (
            "channel",
            "attachment_size_limit",
            "version",
            "locale",
            "app_permissions",
            "context",
        ):
            data.pop(left_out, None)
        await whole(name, data)

    server.emit = sparse  # type: ignore[method-assign]
    await server.slash("ana", "imagine", prompt="a fox")
    await wire.heard(1)

    heard = wire.intake.messages[0]
    assert (heard.place.channel, heard.place.community, heard.place.private) == (CHANNEL, GUILD, False)
    assert heard.command is not None


async def test_a_press_is_taken_when_the_message_around_it_cannot_be_read(wire: Wire) -> None:
    await wire.connect()
    button = {"type": 2, "style": 2, "label": "Again", "custom_id": "v1:again:" + "k" * 22}
    _, mine = wire.server.post(
        CHANNEL, {"components": [{"type": 1, "components": [button]}, {"type": 12}]}, {}
    )
    assert buttons(mine)

    await wire.server.press("ana", mine["id"], "Again")

    await wire.server.until(lambda: wire.intake.presses, what="the press")
    assert wire.intake.presses[0].message == mine["id"]


async def test_ready_does_not_say_which_shard_it_is(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = wire.server._send

    async def sparse(session: Any, payload: dict[str, Any]) -> None:
        if payload.get("t") == "READY":
            del payload["d"]["shard"]
            payload["d"]["application"] = None
        await whole(session, payload)

    monkeypatch.setattr(wire.server, "_send", sparse)

    await wire.connect()
    await wire.server.say("ana", "draw a fox")

    assert await wire.heard(1) == ["draw a fox"]


async def test_a_server_that_says_nothing_of_the_application(wire: Wire) -> None:
    wire.server.fail("GET", "/oauth2/applications/@me", 404, times=9)

    await wire.connect()
    await wire.server.until(lambda: wire.server.commands, what="the commands")

    assert wire.server.called("PUT", "/applications/900/commands")


async def test_a_message_from_a_server_that_was_not_described_is_not_private(wire: Wire) -> None:
    """Otherwise what belongs to private chats would be used there, and everything said would be for the bot."""
    await wire.connect()

    for who, named in (("ben", False), ("ana", True)):
        message = await quiet(wire, "draw a fox", who=who, mention=named)
        await wire.server.emit("MESSAGE_CREATE", {**message, "guild_id": "555", "channel_id": "556"})

    assert await wire.heard(1) == ["draw a fox"]
    place = wire.intake.messages[0].place
    assert (place.community, place.channel, place.private) == ("555", "556", False)


# --- pure --------------------------------------------------------------------------------------------------------


def test_a_part_of_a_message_does_not_look_like_one_without_words() -> None:
    preview = {"id": "1", "channel_id": "2", "embeds": []}

    assert complete("MESSAGE_UPDATE", preview, app="9", shard=0) == preview


def test_an_answer_to_a_deleted_message_stays_one() -> None:
    said = {
        "id": "1",
        "channel_id": "2",
        "author": {"id": "3"},
        "message_reference": {},
        "referenced_message": None,
    }

    made = complete("MESSAGE_CREATE", said, app="9", shard=0)

    assert isinstance(made, dict)
    assert made["referenced_message"] is None


@pytest.mark.parametrize("missing", ["id", "channel_id", "author"])
def test_a_message_without_what_every_message_has_is_none(missing: str) -> None:
    said: dict[str, Any] = {"id": "1", "channel_id": "2", "author": {"id": "3"}, "content": "x"}
    del said[missing]

    with pytest.raises(ValueError, match="without"):
        complete("MESSAGE_CREATE", said, app="9", shard=0)


@pytest.mark.parametrize("number", [None, "", "-4", "ana", "9" * 30, str(2**63), -1, True, 1.5])
def test_a_person_without_a_number_is_nobody(number: object) -> None:
    said = {"id": "1", "channel_id": "2", "author": {"username": "ana", "id": number}}

    with pytest.raises(ValueError, match="without"):
        complete("MESSAGE_CREATE", said, app="9", shard=0)


def test_a_forwarded_file_is_completed_like_ones_own() -> None:
    said = {"message_snapshots": [{"message": {"attachments": [{"id": "5", "filename": None}]}}]}

    [snapshot] = message(said)["message_snapshots"]  # type: ignore[misc]

    assert snapshot["message"]["attachments"][0]["filename"] == "picture"


def test_an_interaction_in_a_server_without_a_number_needs_its_own_person() -> None:
    said = {"id": "1", "type": 2, "token": "t", "guild_id": "0", "member": {"user": {"id": "3"}}}

    with pytest.raises(ValueError, match="nobody"):
        complete("INTERACTION_CREATE", said, app="9", shard=0)


def test_events_that_are_not_known_have_no_essence() -> None:
    assert essential("PRESENCE_UPDATE", {"a": 1}) is None
    assert complete("PRESENCE_UPDATE", {"a": None}, app="9", shard=0) == {"a": None}


def test_the_library_still_takes_for_granted_what_is_completed() -> None:
    """When this fails the defence can go."""
    with pytest.raises(KeyError):
        discord.Attachment(data={"id": "1"}, state=None)  # type: ignore[arg-type,typeddict-item]


async def quiet(wire: Wire, text: str, *, who: str = "ana", mention: bool = True) -> dict[str, Any]:
    """A message that is not told yet."""
    whole = wire.server.emit

    async def untold(name: str, data: dict[str, Any]) -> None:
        """Nobody hears it."""

    wire.server.emit = untold  # type: ignore[method-assign]
    message = await wire.server.say(who, text, mention=mention)
    wire.server.emit = whole  # type: ignore[method-assign]
    return {**message, "channel_id": CHANNEL}


def test_a_picture_whose_type_nobody_told_is_known_by_its_name() -> None:
    assert not file_ref("https://cdn.discordapp.com/a", "cat.png", "application/octet-stream", 9).problem
    assert file_ref("https://cdn.discordapp.com/a", "cat.exe", "application/octet-stream", 9).problem


async def test_a_server_that_is_age_restricted_as_a_whole(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = gateway.guild
    monkeypatch.setattr(gateway, "guild", lambda channels: {**whole(channels), "nsfw_level": 3})
    await wire.connect()

    await wire.server.say("ana", "draw a fox")
    await wire.heard(1)

    assert wire.intake.messages[0].place.age_restricted
