"""What a moderator removed: the message says so without its pictures, in its own place, and is not posted anew."""

from dataclasses import replace

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.domain.conversation import Author, AuthorId, Place, Reply
from agent.errors import PlatformUnavailable
from agent.ports import PictureFile
from agent.wording.moderation import REMOVED_BY_MODERATOR
from simulators.discord.shapes import CHANNEL, GUILD, PEOPLE, ROLES, buttons, role, texts
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply

INSTEAD = Reply(kind="text", text=REMOVED_BY_MODERATOR, withdrawn=True)
PLACE = Place(platform="discord", community=GUILD, channel=CHANNEL)
MANAGER = 1 << 4
"""To manage channels."""


async def test_the_pictures_and_buttons_go_and_the_message_says_so(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    files = [PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")]
    posted = await outbound.deliver(to, None, picture_reply(), files)

    for _ in range(2):  # the sweep may deliver it again
        assert await outbound.deliver(to, posted, INSTEAD, []) == posted

    (message,) = heard.server.posted()
    assert texts(message) == REMOVED_BY_MODERATOR
    assert message["attachments"] == []
    assert buttons(message) == []


async def test_it_is_not_posted_where_the_message_is_gone(heard: Wire, outbound: DiscordOutbound) -> None:
    to = address(heard.intake.messages[0])
    posted = await outbound.deliver(to, None, replace(picture_reply(), images=()), [])
    await outbound.remove(to, posted)

    assert await outbound.deliver(to, posted, INSTEAD, []) == posted
    assert await outbound.deliver(to, None, INSTEAD, []) == ""

    assert heard.server.posted() == []


async def test_discord_says_who_moderates_a_server_at_the_moment(
    heard: Wire, outbound: DiscordOutbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard.server.roles = {GUILD: role(GUILD, "@everyone", 1 << 11), "150": role("150", "mods", MANAGER)}
    monkeypatch.setitem(ROLES, "ben", ["150"])
    monkeypatch.setitem(PEOPLE, "owner", ("1", "owner"))

    async def moderates(number: str, place: Place = PLACE) -> bool:
        claims = Author(id=AuthorId(f"discord:{number}"), name="x", may_manage=True)
        return await outbound.moderates(claims, place)

    assert [await moderates(number) for number in ("11", "12", "1", "77")] == [False, True, True, False]
    assert not await moderates("12", replace(PLACE, community="555")), "a server without the bot"

    heard.server.roles["150"] = role("150", "mods", 0)
    assert not await moderates("12"), "their right was taken away"


async def test_where_discord_is_away_nobody_is_taken_for_one_or_for_none(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    heard.server.fail("GET", f"/guilds/{GUILD}", 503, times=9)

    with pytest.raises(PlatformUnavailable):
        await outbound.moderates(Author(id=AuthorId("discord:12"), name="ben"), PLACE)
