"""Replies whose words, or all of them, a server does not take."""

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.errors import NotAllowed
from agent.ports import PictureFile
from simulators.discord.shapes import CHANNEL, buttons, texts
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply

MESSAGE = f"/channels/{CHANNEL}/messages/.*"
FOX = PictureFile(data=PNG, media_type="image/png", name="fox.png", alt="a fox")


async def test_where_a_servers_filter_stops_the_words_the_picture_comes_without_them(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", MESSAGE, 400, code=200000, times=2)

    await outbound.deliver(to, opened, picture_reply(), [FOX])

    (message,) = heard.server.posted()
    assert [file["description"] for file in message["attachments"]] == [None]
    assert "fox" not in texts(message)
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]


async def test_what_is_refused_in_every_shape_comes_in_private_and_no_working_message_stays(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", MESSAGE, 400, code=200000, times=99)
    private = heard.server.private_chat("ana")

    await outbound.deliver(to, opened, picture_reply(), [FOX])

    assert heard.server.posted() == []
    (message,) = heard.server.posted(private)
    assert len(message["attachments"]) == 1
    assert "fox" in texts(message)


async def test_where_that_cannot_be_it_ends_for_good(heard: Wire, outbound: DiscordOutbound) -> None:
    to = address(heard.intake.messages[0])
    opened = await outbound.open(to, "plan: thinking")
    heard.server.fail("PATCH", MESSAGE, 400, code=200000, times=99)
    heard.server.fail("POST", "/users/@me/channels", 403, code=50007, times=99)

    with pytest.raises(NotAllowed):
        await outbound.deliver(to, opened, picture_reply(), [FOX])
