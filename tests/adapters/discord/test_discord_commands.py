"""Slash commands, menus and what is offered while they are filled in."""

from datetime import UTC, datetime

import discord
import pytest

from adapters.discord.inbound.commands import menu, table
from agent.actions import COMMANDS
from agent.domain.conversation import Command, Reply
from agent.domain.memory import Memory, MemoryId, MemoryScope
from tests.worlds.acting_bot import painted
from tests.worlds.discord_world import World, picture_reply, texts

PNG = painted("a photo", size=(64, 64)).data

TYPED: list[tuple[str, dict[str, object], str]] = [
    ("imagine", {"prompt": "a fox"}, "draw a fox"),
    ("imagine", {"prompt": "a fox", "format": "wide 16:9"}, "draw a fox, 16:9"),
    ("remember", {"what": "I like ink"}, "remember I like ink"),
    ("memory list", {}, "memory"),
    ("memory list", {"search": "ink"}, "memory ink"),
    ("memory history", {}, "memory history"),
    ("memory forget", {"what": "ink"}, "forget ink"),
    ("memory export", {}, "export"),
    ("memory on", {}, "memory on"),
    ("memory off", {}, "memory off"),
    ("character save", {"name": "Luna"}, "character save Luna"),
    (
        "character save",
        {"name": "Luna", "looks": "a silver-haired elf"},
        "character save Luna: a silver-haired elf",
    ),
    ("character list", {}, "character"),
    ("character show", {"name": "Luna"}, "character show Luna"),
    ("character rename", {"name": "Luna", "to": "Selene"}, "character rename Luna to Selene"),
    (
        "character alias",
        {"name": "Luna", "names": "Moony, Moonchild"},
        "character alias Luna: Moony, Moonchild",
    ),
    (
        "character describe",
        {"name": "Luna", "looks": "a silver elf"},
        "character describe Luna: a silver elf",
    ),
    ("character share", {"name": "Luna"}, "character share Luna"),
    ("character delete", {"name": "Luna"}, "character delete Luna"),
    ("style", {}, "style"),
    ("style", {"style": "ink"}, "style ink"),
    ("why", {}, "why"),
    ("show", {"picture": "the one with the boat"}, "show the one with the boat"),
    ("show", {}, "show"),
    ("settings show", {}, "settings"),
    ("model", {}, "model"),
    ("model", {"name": "fast"}, "model fast"),
    ("settings ask", {"policy": "never"}, "settings ask never"),
    ("settings learning", {"state": "on"}, "settings learning on"),
    ("settings feedback", {"when": "always"}, "settings feedback always"),
    ("settings private", {"state": "on"}, "settings private on"),
    (
        "schedule add",
        {"when": "every friday 18:00", "what": "a new banner"},
        "schedule every friday 18:00 a new banner",
    ),
    ("schedule list", {}, "schedule"),
    ("schedule pause", {"number": 1}, "schedule pause 1"),
    ("schedule resume", {"number": 1}, "schedule resume 1"),
    ("schedule delete", {"number": 1}, "schedule delete 1"),
    ("schedule zone", {"zone": "Europe/Berlin"}, "schedule zone Europe/Berlin"),
    ("cancel", {}, "cancel"),
    ("help", {}, "help"),
    ("privacy", {}, "privacy"),
]
FOR_MODERATORS: list[tuple[str, dict[str, object], str]] = [
    ("channel show", {}, "channel"),
    ("channel style", {"text": "ink drawings"}, "channel style ink drawings"),
    ("channel rule", {"text": "never gore"}, "channel rule never gore"),
    ("channel memory", {"state": "off"}, "channel memory off"),
    ("channel ask", {"policy": "often"}, "channel ask often"),
    ("channel answers", {"who": "anyone"}, "channel answers anyone"),
    ("channel drawing", {"state": "off"}, "channel off"),
    ("channel quota", {"pictures": 20}, "channel quota 20"),
    ("channel quota", {"pictures": 200, "together": True}, "channel quota all 200"),
    ("channel budget", {"dollars": 2.5}, "channel budget 2.5"),
    ("channel roles", {}, "channel roles everyone"),
    ("channel keep", {"days": 90}, "channel keep 90"),
    ("channel everywhere", {"what": "keep 90"}, "channel everywhere keep 90"),
    ("channel spoilers", {"state": "on"}, "channel spoilers on"),
]


async def test_every_command_is_the_typed_command_it_stands_for(world: World) -> None:
    for name, options, typed in TYPED:
        await world.ana.slash(world.channel, name, **options)

        command = world.heard.command
        assert command is not None
        assert f"{command.name} {command.argument}".strip() == typed
        assert command.name in COMMANDS
    assert len(world.intake.messages) == len(TYPED)


async def test_every_channel_command_is_for_moderators(world: World) -> None:
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_channels=True))
    mo = world.guild.add_member(world.env.create_user("mo"), roles=[mods])
    for name, options, typed in FOR_MODERATORS:
        await mo.slash(world.channel, name, **options)

        command = world.heard.command
        assert command is not None
        assert f"{command.name} {command.argument}".strip() == typed
        assert world.heard.author.may_manage
    assert not [name for name in world.ana.available_commands(world.channel) if name.startswith("channel")]


async def test_roles_and_people_are_named_by_their_codes(world: World) -> None:
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_channels=True))
    painters = world.guild.create_role("painters")
    mo = world.guild.add_member(world.env.create_user("mo"), roles=[mods, painters])

    await mo.slash(world.channel, "channel roles", role=painters)
    assert world.heard.command == command_of(f"roles <@&{painters.id}>", role=f"<@&{painters.id}>")
    assert set(world.heard.author.roles) == {str(mods.id), str(painters.id)}
    await mo.slash(world.channel, "channel quota", pictures=5, person=world.ben)
    assert world.heard.command == command_of(
        f"quota <@{world.ben.id}> 5", pictures="5", person=f"<@{world.ben.id}>"
    )
    await mo.send(world.channel, f"<@{world.me.id}> /channel roles <@&{painters.id}>")
    assert world.heard.text == f"/channel roles <@&{painters.id}>"


def command_of(argument: str, **options: str) -> Command:
    return Command(name="channel", argument=argument, options=options)


def test_the_table_and_these_tests_know_the_same_commands() -> None:
    listed = {
        f"{entry.name} {part.name}" if part else entry.name
        for entry in table().entries
        for part in (entry.parts or (None,))
    }

    assert listed - {"thread"} == {name for name, _, _ in (*TYPED, *FOR_MODERATORS)}


def test_every_command_is_named_and_described_in_four_languages() -> None:
    for made in menu():
        assert set(made["name_localizations"]) == {"de", "es-ES", "fr"}  # pyright: ignore[reportArgumentType]
        if made["type"] == 1:
            assert set(made["description_localizations"]) == {"de", "es-ES", "fr"}  # pyright: ignore[reportArgumentType]
            for name in (str(made["name"]), *made["name_localizations"].values()):  # pyright: ignore[reportAttributeAccessIssue]
                assert name == name.lower()
                assert " " not in name
                assert len(name) <= 32


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
