"""Logging in: a wrong token, a Discord that is away, a server that knows less, and what `check` says."""

import asyncio
from dataclasses import replace

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.discord.invite import check_lines
from agent.errors import Misconfigured
from simulators.discord.shapes import CHANNEL, GUILD
from tests.patience import PATIENCE_SECONDS
from tests.worlds.discord_wire import Wire, short_sleep


async def test_a_wrong_token_is_a_setting_to_mend(wire: Wire) -> None:
    wire.config = replace(wire.config, token="wrong")
    platform = DiscordPlatform(
        wire.config, wire.intake, read_positions=wire.read_positions, sleep=short_sleep
    )

    with pytest.raises(Misconfigured, match="DISCORD_TOKEN"):
        await asyncio.wait_for(platform.run(), PATIENCE_SECONDS)
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
    monkeypatch.setattr("simulators.discord.gateway.guild", lambda channels: sparse)
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
