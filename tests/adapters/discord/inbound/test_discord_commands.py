"""Slash commands, menus and what is offered while they are filled in."""

from datetime import UTC, datetime

import pytest

from agent.domain.conversation import Command, Reply
from agent.domain.memory import Memory, MemoryId, MemoryScope
from tests.adapters.discord.photo import PNG
from tests.worlds.discord_world import World, picture_reply, texts


async def test_a_picture_is_drawn_in_the_answer_for_all_to_see(world: World) -> None:
    result = await world.ana.slash(world.channel, "imagine", prompt="a fox", image=("photo.png", PNG))
    assert result.deferred
    assert not result.ephemeral
    assert [image.data for image in world.heard.images] == [PNG]

    opened = await world.open(world.heard)
    assert result.response is not None
    assert str(result.response.id) == opened
    await world.deliver(world.heard, picture_reply(), message=opened)

    assert "**a fox**" in texts(result.response.message)
    assert len(world.history()) == 1, "one message from beginning to end"


async def test_a_private_picture_is_seen_by_its_asker_alone(world: World) -> None:
    result = await world.ana.slash(world.channel, "imagine", prompt="a fox", private=True)
    opened = await world.open(world.heard)
    await world.deliver(world.heard, picture_reply(), message=opened)

    assert world.heard.incognito
    assert result.ephemeral
    assert world.channel.history(viewer=world.ben) == []


async def test_a_command_that_looks_is_answered_to_its_asker_alone(world: World) -> None:
    result = await world.ana.slash(world.channel, "memory list")
    await world.deliver(world.heard, Reply(kind="text", text="1. prefers ink", only_for_author=True))

    assert result.ephemeral
    assert result.response is not None
    assert "prefers ink" in texts(result.response.message)


async def test_what_is_for_the_author_alone_is_never_left_in_a_public_answer(world: World) -> None:
    result = await world.ana.slash(world.channel, "character save", name="Luna")
    await world.deliver(
        world.heard, Reply(kind="error", text="Give the character a look.", only_for_author=True)
    )

    assert [texts(message.message) for message in result.followups] == ["Give the character a look."]
    assert result.followups[0].ephemeral
    assert world.channel.history(viewer=world.ben) == []


async def test_a_note_that_needs_no_turn_is_told_to_the_asker(world: World) -> None:
    world.intake.note = "There is nothing under way to cancel."

    hidden = await world.ana.slash(world.channel, "cancel")
    public = await world.ana.slash(world.channel, "imagine", prompt="x" * 3_900)

    assert hidden.response is not None
    assert texts(hidden.response.message) == world.intake.note
    assert texts(public.followups[0].message) == world.intake.note
    assert world.channel.history(viewer=world.ben) == []


async def test_characters_are_offered_by_name(world: World) -> None:
    for name in ("Luna", "Milo", "Old Luna"):
        world.desk.add(memory_of(world, name))

    offered = await world.ana.autocomplete(world.channel, "character show", "name", "lu")

    assert [choice["value"] for choice in offered] == ["Luna", "Old Luna"]
    styles = await world.ana.autocomplete(world.channel, "style", "style", "water")
    assert [choice["value"] for choice in styles] == ["watercolour"]
    memories = await world.ana.autocomplete(world.channel, "memory forget", "what", "")
    assert [choice["value"] for choice in memories][-1] == "everything"


async def test_a_thread_is_opened_where_the_bot_need_not_be_named(world: World) -> None:
    result = await world.ana.slash(world.channel, "thread", title="foxes")

    thread = world.channel.threads[0]
    assert thread.name == "foxes"
    assert result.response is not None
    assert f"<#{thread.id}>" in texts(result.response.message)
    assert "You need not name me" in texts(thread.history()[0])


async def test_refine_on_any_picture_asks_what_should_change(world: World) -> None:
    theirs = await world.ben.send(world.channel, "my castle", attachments=[("castle.png", PNG)])

    shown = await world.ana.context_menu(world.channel, "Refine image", theirs)
    assert shown.modal is not None
    await world.ana.submit_modal(shown, {"words": "make it night", "files": [("moon.png", PNG)]})

    assert world.heard.text == "make it night"
    assert world.heard.reply_to == str(theirs.id)
    assert [image.name for image in world.heard.images] == ["moon.png", "castle.png"]


async def test_a_form_opened_before_a_restart_is_taken_after_it(world: World) -> None:
    theirs = await world.ben.send(world.channel, "my castle", attachments=[("castle.png", PNG)])
    shown = await world.ana.context_menu(world.channel, "Remember as character", theirs)
    await world.env.restart_bot(fresh(world))

    await world.ana.submit_modal(shown, {"words": "Castle"})

    assert world.heard.command == Command(name="character", argument="save Castle")
    assert [image.name for image in world.heard.images] == ["castle.png"]


async def test_why_on_a_picture_is_answered_in_private(world: World) -> None:
    await world.ana.send(world.channel, f"<@{world.me.id}> draw")
    posted = await world.deliver(world.heard, picture_reply())
    mine = next(message for message in world.history() if str(message.id) == posted)

    result = await world.ben.context_menu(world.channel, "Why?", mine)

    assert result.ephemeral
    assert world.heard.command == Command(name="why")
    assert (world.heard.reply_to, world.heard.images) == (posted, ())


async def test_a_command_of_an_older_menu_is_answered_kindly(world: World) -> None:
    world.env.backend.register_commands(None, [{"name": "old", "type": 1, "description": "old"}])

    result = await world.ana.slash(world.channel, "old")

    assert result.response is not None
    assert "I do not know that command" in texts(result.response.message)


@pytest.mark.parametrize("times", [2, 99])
async def test_a_store_that_is_away_is_waited_for_and_then_said(world: World, times: int) -> None:
    world.intake.down = times

    result = await world.ana.slash(world.channel, "memory list")

    assert result.acknowledged
    if times == 2:
        assert len(world.intake.messages) == 1
    else:
        assert result.response is not None
        assert "try again" in texts(result.response.message)


def memory_of(world: World, name: str) -> Memory:
    author = f"discord:{world.ana.id}"
    return Memory(
        id=MemoryId(name), scope=MemoryScope(kind="user", key=author), kind="character", text="an elf", author=author,
        name=name, valid_from=datetime.now(UTC),
    )  # fmt: skip


def fresh(world: World):
    from tests.worlds.discord_world import new_client

    return new_client(world.intake, world.desk, world.read_positions)
