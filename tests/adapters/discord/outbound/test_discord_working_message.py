"""One message from "thinking" to the picture."""

import discord

from agent.domain.conversation import Reply
from tests.adapters.discord.outbound.shown_messages import latest, progress
from tests.worlds.discord_world import World, address, labels, picture_reply, texts
from tests.worlds.painted import painted


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
    assert texts(final) == "**a fox**\nI assumed this: time: dusk."
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
