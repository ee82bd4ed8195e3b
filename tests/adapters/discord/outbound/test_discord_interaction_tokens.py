"""Replies by the token of an interaction, and after its end."""

from dataclasses import replace

from tests.adapters.discord.outbound.shown_messages import latest
from tests.worlds.discord_world import World, picture_reply, texts


async def test_after_fifteen_minutes_the_result_lands_by_the_bots_own_token(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox")
    opened = await world.open(world.heard)
    await world.env.advance_time(16 * 60)

    posted = await world.deliver(world.heard, picture_reply(), message=opened)

    assert posted == opened, "a public answer can still be edited as the bot's own message"
    assert "**a fox**" in texts(latest(world))


async def test_a_command_whose_turn_waited_too_long_is_answered_in_the_channel(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox")
    await world.env.advance_time(16 * 60)

    await world.deliver(world.heard, picture_reply())

    assert "**a fox**" in texts(latest(world))


async def test_a_private_picture_after_fifteen_minutes_goes_to_private_messages(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox", private=True)
    opened = await world.open(world.heard)
    await world.env.advance_time(16 * 60)

    await world.deliver(world.heard, picture_reply(), message=opened)

    assert world.channel.history(viewer=world.ben) == []
    assert "**a fox**" in texts(world.ana.user.dm_channel.history()[0])


async def test_a_token_that_ends_early_is_no_dead_end(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox")
    opened = await world.open(world.heard)
    world.env.inject_error("PATCH", "/webhooks/*", status=401, code=50027, times=None)

    await world.deliver(world.heard, picture_reply(), message=opened)

    assert "**a fox**" in texts(latest(world))
    assert not world.outbound.invalid_requests.token_refused


async def test_without_the_bot_in_the_server_the_token_is_the_only_way(world: World) -> None:
    await world.ana.slash(world.channel, "imagine", prompt="a fox")
    heard = world.heard
    foreign = {**heard.handle, "member": "0", "answer": "followup"}
    opened = await world.open(replace(heard, handle=foreign))
    await world.deliver(replace(heard, handle=foreign), picture_reply(), message=opened)

    posts = [
        call.path
        for call in world.env.http_requests
        if call.method in ("POST", "PATCH") and "/messages" in call.path
    ]
    assert not any(path.startswith("/channels/") for path in posts)
    assert "**a fox**" in texts(latest(world))
