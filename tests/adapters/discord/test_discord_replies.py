"""What the bot posts: one message from "thinking" to the picture, and where it goes when it cannot go there."""

import io
import random
from dataclasses import replace

import discord
import pytest
from PIL import Image

from adapters.discord.outbound.layouts import HIDDEN
from agent.domain.conversation import Reply
from agent.errors import NotAllowed, NotFound, PlatformUnavailable
from agent.ports import PictureFile
from tests.worlds.acting_bot import painted
from tests.worlds.discord_world import World, address, labels, picture_reply, texts


@pytest.fixture
async def asked(world: World) -> World:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw a fox")
    return world


def noisy_png(side: int) -> bytes:
    """A picture that no format makes much smaller."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def latest(world: World) -> discord.Message:
    return world.history()[-1]


async def progress(world: World, message: str, text: str, preview: bytes | None = None) -> None:
    with world.env._bot_scope():
        await world.outbound.progress(address(world.heard), message, text, preview)
    await world.env.settle()


async def test_the_working_message_becomes_the_picture(asked: World) -> None:
    opened = await asked.open(asked.heard)
    working = latest(asked)
    assert working.flags.value & (1 << 15), "components from the start: it cannot become that later"
    assert texts(working) == "💭 thinking …"
    assert labels(working) == ["Cancel"]
    assert working.reference is not None
    assert working.reference.message_id == int(asked.heard.message)

    await progress(asked, opened, "search: looking for lamps")
    assert texts(latest(asked)) == "🔎 looking for lamps …"
    await asked.deliver(asked.heard, picture_reply(), message=opened)

    final = latest(asked)
    assert str(final.id) == opened
    assert texts(final) == "**a fox**\nI assumed time: dusk."
    assert labels(final) == [
        "Again",
        "Refine",
        "Vary",
        "Why?",
        "Remember style",
        "Remember character",
        "Delete",
    ]
    gallery = next(part for part in final.components if isinstance(part, discord.MediaGalleryComponent))
    assert [item.description for item in gallery.items] == ["alt 0"]
    assert await final.attachments[0].read() == painted("i1").data
    assert len(asked.history()) == 2


async def test_a_preview_is_shown_and_then_replaced(asked: World) -> None:
    opened = await asked.open(asked.heard)
    await progress(asked, opened, "render: drawing", painted("half", size=(64, 64)).data)
    assert [file.filename for file in latest(asked).attachments] == ["preview.png"]

    await asked.deliver(asked.heard, picture_reply(), message=opened)

    assert [file.filename for file in latest(asked).attachments] == ["0.png"]


async def test_a_repeated_delivery_changes_nothing(asked: World) -> None:
    opened = await asked.open(asked.heard)
    for _ in range(3):
        await asked.deliver(asked.heard, picture_reply(), message=opened)

    assert len(asked.history()) == 2


async def test_late_progress_does_not_write_over_the_picture(asked: World) -> None:
    opened = await asked.open(asked.heard)
    await asked.deliver(asked.heard, picture_reply(), message=opened)

    await progress(asked, opened, "evaluate: looking at it")

    assert "**a fox**" in texts(latest(asked))


async def test_every_post_carries_its_nonce(asked: World) -> None:
    await asked.open(asked.heard)

    sent = [
        call.json
        for call in asked.env.http_requests
        if call.method == "POST" and call.path.endswith("/messages")
    ]
    assert sent[-1]["nonce"] == address(asked.heard).nonce
    assert sent[-1]["enforce_nonce"] is True


async def test_a_long_answer_goes_on_in_further_messages(asked: World) -> None:
    lines = [f"{number}. prefers watercolour, and the number {number}" for number in range(200)]

    await asked.deliver(asked.heard, Reply(kind="text", text="\n".join(lines)))

    said = asked.history()[1:]
    assert len(said) == 3
    assert "\n".join(texts(message) for message in said).split("\n") == lines


async def test_a_message_deleted_meanwhile_is_posted_anew(asked: World) -> None:
    opened = await asked.open(asked.heard)
    working = latest(asked)
    asked.env.backend.delete_message(asked.channel.id, working.id)

    posted = await asked.deliver(asked.heard, picture_reply(), message=opened)

    assert posted != opened
    assert "**a fox**" in texts(latest(asked))


async def test_a_deleted_request_is_answered_all_the_same(asked: World) -> None:
    asked.env.backend.delete_message(asked.channel.id, int(asked.heard.message))

    await asked.deliver(asked.heard, picture_reply())

    assert "**a fox**" in texts(latest(asked))


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


async def test_a_picture_too_large_for_the_server_is_made_to_fit(asked: World) -> None:
    noise = noisy_png(512)
    small = replace(asked.heard, handle={"limit": "300000"})
    files = [PictureFile(data=noise, media_type="image/png", name="big.png", alt="noise")]
    with asked.env._bot_scope():
        await asked.outbound.deliver(address(small), None, picture_reply(), files)
    await asked.env.settle()

    file = latest(asked).attachments[0]
    assert file.filename == "big.webp"
    assert file.size < 300_000 < len(noise)


async def test_a_file_too_large_is_said_in_words(asked: World) -> None:
    small = replace(asked.heard, handle={"limit": "100000"})
    files = [PictureFile(data=b"x" * 200_000, media_type="application/zip", name="export.zip")]
    with asked.env._bot_scope():
        await asked.outbound.deliver(
            address(small), None, Reply(kind="text", text="Everything:", files=("f",)), files
        )
    await asked.env.settle()

    assert "more than this server takes" in texts(latest(asked))


async def test_spoilers_are_hidden_until_tapped(asked: World) -> None:
    await asked.deliver(asked.heard, picture_reply(spoiler=True))

    gallery = next(
        part for part in latest(asked).components if isinstance(part, discord.MediaGalleryComponent)
    )
    assert gallery.items[0].spoiler


async def test_an_export_is_a_file(world: World) -> None:
    result = await world.ana.slash(world.channel, "memory export")
    files = [PictureFile(data=b"PK", media_type="application/zip", name="atelier-1.zip")]
    with world.env._bot_scope():
        await world.outbound.deliver(
            address(world.heard),
            None,
            Reply(kind="text", text="All:", files=("f",), only_for_author=True),
            files,
        )
    await world.env.settle()

    assert result.response is not None
    assert [file.filename for file in result.response.attachments] == ["atelier-1.zip"]
    assert result.response.flags.value & HIDDEN
