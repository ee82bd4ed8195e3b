"""Voice messages: fetched where somebody listens, and as short as they may be."""

from dataclasses import replace

import pytest

from agent.limits import VOICE_BYTES_MAX, VOICE_SECONDS_MAX
from simulators.discord.shapes import CHANNEL
from tests.worlds.discord_wire import Wire

SOUND = b"OggS and what was said"
IS_VOICE = 1 << 13


async def speaks(
    wire: Wire, where: str, *, reply_to: str = "", mention: bool = False, **more: object
) -> None:
    """As Discord's client sends it: one file, no words."""
    file = {
        **wire.server._stored("voice-message.ogg", SOUND), "content_type": "audio/ogg", "duration_secs": 3.2,
        "waveform": "AAA=", **more,
    }  # fmt: skip
    await wire.server.say(
        "ana", "", where=where, mention=mention, reply_to=reply_to, attachments=[file], flags=IS_VOICE
    )


@pytest.fixture
async def listening(wire: Wire) -> Wire:
    wire.config = replace(wire.config, listens=True)
    await wire.connect()
    return wire


async def test_it_is_fetched_with_its_kind(listening: Wire) -> None:
    await speaks(listening, listening.server.private_chat("ana"))
    await listening.heard(1)

    (heard,) = listening.intake.messages
    assert heard.voice is not None
    assert (heard.voice.data, heard.voice.media_type, heard.voice.problem) == (SOUND, "audio/ogg", "")
    assert (heard.text, heard.images) == ("", ())


async def test_in_a_channel_it_is_heard_in_reply_to_the_bot_alone(listening: Wire) -> None:
    _, mine = listening.server.post(CHANNEL, {"content": "A fox.", "components": []}, {})
    await speaks(listening, CHANNEL)
    await speaks(listening, CHANNEL, reply_to=mine["id"])
    await listening.heard(1)

    (heard,) = listening.intake.messages
    assert heard.voice is not None
    assert heard.reply_to == mine["id"]


@pytest.mark.parametrize("more", [{"duration_secs": VOICE_SECONDS_MAX + 1}, {"size": VOICE_BYTES_MAX + 1}])
async def test_what_is_too_long_is_not_downloaded(listening: Wire, more: dict[str, float]) -> None:
    await speaks(listening, listening.server.private_chat("ana"), **more)
    await listening.heard(1)

    (heard,) = listening.intake.messages
    assert heard.voice is not None
    assert (heard.voice.data, "up to 2 minutes" in heard.voice.problem) == (b"", True)


async def test_where_nobody_listens_it_is_said(wire: Wire) -> None:
    await wire.connect()
    await speaks(wire, wire.server.private_chat("ana"))
    await wire.heard(1)

    (heard,) = wire.intake.messages
    assert heard.voice is not None
    assert "cannot listen" in heard.voice.problem


async def test_a_sound_file_is_no_voice_message(listening: Wire) -> None:
    await speaks(listening, listening.server.private_chat("ana"), waveform=None, duration_secs=None)
    await listening.heard(1)

    (heard,) = listening.intake.messages
    assert heard.voice is None
    assert "cannot read" in heard.images[0].problem
