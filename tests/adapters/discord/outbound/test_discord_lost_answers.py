"""A post that Discord carried out and whose answer was lost: what it showed does not stay."""

import pytest

from adapters.discord.outbound.outbound import DiscordOutbound
from agent.errors import PlatformUnavailable
from agent.ports import PictureFile
from simulators.discord.shapes import CHANNEL, buttons, texts
from tests.worlds.acting_bot import painted
from tests.worlds.discord_wire import Wire
from tests.worlds.discord_world import address, picture_reply

POSTS = f"/channels/{CHANNEL}/messages"
FOX = PictureFile(
    data=painted("a fox", size=(64, 64)).data, media_type="image/png", name="fox.png", alt="a fox"
)


async def test_a_working_message_that_nobody_knows_of_becomes_the_reply(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    heard.server.fail("POST", POSTS, 503, after=True)
    with pytest.raises(PlatformUnavailable):
        await outbound.open(to, "plan: thinking")

    shown = await outbound.deliver(to, None, picture_reply(), [FOX])

    (message,) = heard.server.posted()
    assert (message["id"], len(message["attachments"])) == (shown, 1)
    assert "thinking" not in texts(message)
    assert [button["label"] for button in buttons(message)][:2] == ["Again", "Refine"]


async def test_a_reply_whose_answer_was_lost_is_posted_and_not_changed_again(
    heard: Wire, outbound: DiscordOutbound
) -> None:
    to = address(heard.intake.messages[0])
    heard.server.fail("POST", POSTS, 503, after=True)
    with pytest.raises(PlatformUnavailable):
        await outbound.deliver(to, None, picture_reply(), [FOX])

    await outbound.deliver(to, None, picture_reply(), [FOX])

    assert len(heard.server.posted()) == 1
    assert not heard.server.called("PATCH", f"{POSTS}/.*")
