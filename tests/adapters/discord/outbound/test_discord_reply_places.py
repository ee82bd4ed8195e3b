"""Where a reply goes when it cannot go where it was asked for."""

from dataclasses import replace

import pytest

from agent.domain.conversation import Reply
from agent.errors import NotAllowed, NotFound, PlatformUnavailable
from tests.adapters.discord.outbound.shown_messages import latest
from tests.worlds.discord_world import World, labels, picture_reply, texts


async def test_a_channel_that_refuses_sends_the_picture_in_private_and_says_why_once(asked: World) -> None:
    asked.env.inject_error(
        "POST", f"/channels/{asked.channel.id}/messages", status=403, code=50013, times=None
    )
    for _ in range(2):
        await asked.deliver(asked.heard, picture_reply())

    said = asked.ana.user.dm_channel.history()
    assert len(said) == 2
    assert f"I may not write in <#{asked.channel.id}>" in texts(said[0])
    assert "I may not write" not in texts(said[1])
    assert "**a fox**" in texts(said[1])
    assert labels(said[0]) == [], "its buttons belong to the channel"
    tried = [
        call
        for call in asked.env.http_requests
        if call.method == "POST" and call.path == f"/channels/{asked.channel.id}/messages"
    ]
    assert len(tried) == 1, "a refusal counts against the bot: the channel is not asked again at once"


async def test_where_nothing_can_be_sent_it_ends_for_good(asked: World) -> None:
    asked.env.inject_error("POST", "/channels/*/messages", status=403, code=50001, times=None)

    with pytest.raises(NotAllowed):
        await asked.deliver(asked.heard, picture_reply())


async def test_a_channel_that_is_gone_ends_in_private(asked: World) -> None:
    asked.env.inject_error(
        "POST", f"/channels/{asked.channel.id}/messages", status=404, code=10003, times=None
    )
    await asked.deliver(asked.heard, picture_reply())
    assert "**a fox**" in texts(asked.ana.user.dm_channel.history()[0])

    asked.env.inject_error("POST", "/users/@me/channels", status=404, code=10003, times=None)
    with pytest.raises(NotFound):
        await asked.deliver(asked.heard, picture_reply())


async def test_an_archived_thread_is_opened_again(world: World) -> None:
    await world.ana.slash(world.channel, "thread")
    thread = world.channel.threads[0]
    await world.ana.send(thread, "draw a fox")
    opened = await world.open(world.heard)
    world.env.inject_error("PATCH", f"/channels/{thread.id}/messages/*", status=400, code=50083)

    await world.deliver(world.heard, picture_reply(), message=opened)

    assert "**a fox**" in texts(thread.history()[-1])
    assert any(
        call.method == "PATCH" and call.json == {"archived": False} for call in world.env.http_requests
    )


async def test_an_archived_thread_is_opened_again_for_a_new_message(world: World) -> None:
    await world.ana.slash(world.channel, "thread")
    thread = world.channel.threads[0]
    await world.ana.send(thread, "draw a fox")
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=400, code=50083)

    await world.deliver(world.heard, picture_reply())

    assert "**a fox**" in texts(thread.history()[-1])


@pytest.mark.parametrize("code", [160005, 50083])
async def test_a_thread_that_was_closed_meanwhile_ends_in_private(world: World, code: int) -> None:
    await world.ana.slash(world.channel, "thread")
    thread = world.channel.threads[0]
    await world.ana.send(thread, "draw a fox")
    opened = await world.open(world.heard)
    for method, path in (
        ("PATCH", f"/channels/{thread.id}/messages/*"),
        ("POST", f"/channels/{thread.id}/messages"),
    ):
        world.env.inject_error(method, path, status=400, code=code, times=None)

    await world.deliver(world.heard, picture_reply(), message=opened)

    (sent,) = world.ana.user.dm_channel.history()
    assert f"<#{thread.id}>" in texts(sent)
    assert "**a fox**" in texts(sent)


async def test_where_the_bot_is_no_member_the_end_of_its_time_is_said(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox")
    foreign = replace(world.heard, handle={**world.heard.handle, "member": "0"})
    opened = await world.open(foreign)
    await world.env.advance_time(16 * 60)
    for method in ("PATCH", "POST"):
        world.env.inject_error(method, f"/channels/{world.channel.id}/*", status=403, code=50001, times=None)

    await world.deliver(foreign, picture_reply(), message=opened)

    (sent,) = world.ana.user.dm_channel.history()
    assert "15 minutes" in texts(sent)
    assert "moderators" not in texts(sent)
    assert "**a fox**" in texts(sent)


async def test_a_platform_that_fails_is_tried_again_later(asked: World) -> None:
    asked.env.inject_error("POST", "/channels/*/messages", status=503)

    with pytest.raises(PlatformUnavailable):
        await asked.deliver(asked.heard, picture_reply())
    await asked.deliver(asked.heard, picture_reply())

    assert len(asked.history()) == 2


async def test_what_is_for_the_author_alone_goes_to_their_private_messages(asked: World) -> None:
    await asked.deliver(asked.heard, Reply(kind="text", text="I remember: ink", only_for_author=True))

    assert "I remember: ink" in texts(asked.ana.user.dm_channel.history()[0])
    assert texts(latest(asked)) == "I sent you that in a private message."


async def test_closed_private_messages_are_said_without_the_answer(asked: World) -> None:
    private = asked.ana.user.dm_channel.id
    asked.env.inject_error("POST", f"/channels/{private}/messages", status=403, code=50007, times=None)

    await asked.deliver(asked.heard, Reply(kind="text", text="I remember: ink", only_for_author=True))

    assert "I cannot write to you in private" in texts(latest(asked))
    assert "ink" not in "".join(texts(message) for message in asked.history())
