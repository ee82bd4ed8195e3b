"""Slash commands: each is the typed command that it stands for, named and described in every language."""

import discord

from adapters.discord.inbound.commands import CODES_OF, menu, table
from agent.actions import COMMANDS
from agent.domain.conversation import Command
from agent.translation.catalogue import spoken
from agent.translation.languages import ENGLISH
from tests.worlds.discord_world import World

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
    ("settings language", {"name": "Deutsch"}, "settings language Deutsch"),
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
    ("report", {"why": "it is rude"}, "report it is rude"),
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
    ("channel language", {"name": "de"}, "channel language de"),
    ("channel roles", {}, "channel roles everyone"),
    ("channel keep", {"days": 90}, "channel keep 90"),
    ("channel everywhere", {"what": "keep 90"}, "channel everywhere keep 90"),
    ("channel spoilers", {"state": "on"}, "channel spoilers on"),
    ("reports", {}, "reports"),
    ("blocked", {}, "blocked"),
    ("audit", {}, "audit"),
]


async def test_every_command_is_the_typed_command_it_stands_for(world: World) -> None:
    for name, options, typed in TYPED:
        await world.ana.slash(world.channel, name, **options)

        command = world.heard.command
        assert command is not None
        assert f"{command.name} {command.argument}".strip() == typed
        assert command.name in COMMANDS
    assert len(world.intake.messages) == len(TYPED)


async def test_commands_for_moderators_are_shown_to_them_alone(world: World) -> None:
    mods = world.guild.create_role("mods", permissions=discord.Permissions(manage_channels=True))
    mo = world.guild.add_member(world.env.create_user("mo"), roles=[mods])
    for name, options, typed in FOR_MODERATORS:
        await mo.slash(world.channel, name, **options)

        command = world.heard.command
        assert command is not None
        assert f"{command.name} {command.argument}".strip() == typed
        assert world.heard.author.may_manage
    theirs = {typed.partition(" ")[0] for _, _, typed in FOR_MODERATORS}
    assert not [
        name for name in world.ana.available_commands(world.channel) if name.partition(" ")[0] in theirs
    ]


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


def test_every_command_is_described_in_every_language() -> None:
    codes = {code for name in spoken() if name != ENGLISH for code in CODES_OF.get(name, (name,))}
    assert codes
    for made in menu():
        if made["type"] == 1:
            assert set(made["description_localizations"]) == codes  # pyright: ignore[reportArgumentType]
        for name in (str(made["name"]), *made["name_localizations"].values()):  # pyright: ignore[reportAttributeAccessIssue]
            assert len(name) <= 32
            if made["type"] == 1:
                assert name == name.lower()
                assert " " not in name
