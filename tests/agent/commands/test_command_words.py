"""What commands say to odd arguments, long lists, and to those who may not."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.builtin.judge import BuiltInJudge
from adapters.builtin.merger import BuiltInMerger
from adapters.builtin.planner.planner import BuiltInPlanner
from agent.commands.dispatch import parse_command, run_command
from agent.domain.conversation import Command
from agent.domain.memory import Memory, MemoryKind, MemoryScope, NewMemory, Reader, ScopeKind
from agent.learning.forgetting_in_words import LISTED_MAX, SHOWN_MAX
from agent.outcomes import Outcome
from agent.turn_context import open_turn_context, reader_of
from tests.fakes.builders import PLACE, author, turn
from tests.fakes.models.image_model import FakeImageModel
from tests.fakes.stores.memory_desk import FakeMemoryDesk
from tests.worlds.house import FakeProgress, House


class Room:
    """A house, and what is said in it by command."""

    def __init__(self) -> None:
        self.house = House(
            planner=BuiltInPlanner(),
            judge=BuiltInJudge(),
            merger=BuiltInMerger(),
            image_model=FakeImageModel(),
        )

    async def knows(
        self, text: str, kind: MemoryKind = "preference", *, name: str = "", scope: ScopeKind = "user"
    ) -> Memory:
        keys = {"user": author().id, "channel": PLACE.channel_key, "community": PLACE.community_key or ""}
        new = NewMemory(
            scope=MemoryScope(kind=scope, key=keys[scope]),
            kind=kind,
            text=text,
            name=name,
            author=author().id,
        )
        return (await self.house.memory.store.remember(new)).memory

    async def kept(self) -> set[str]:
        return {memory.text for memory in await self.house.memory.desk.list(reader_of(author().id, PLACE))}

    async def told(self, text: str, *, may_manage: bool = False) -> Outcome:
        command = parse_command(text)
        assert command is not None
        of = turn(may_manage=may_manage)
        ctx = await open_turn_context(self.house.parts(), of, self.house.journal(of), FakeProgress())
        return await run_command(self.house.parts(), ctx, command, ())


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/draw\tfox  and owl", Command(name="draw", argument="fox  and owl")),
        ("/Draw@atelier_bot\na fox\nat night", Command(name="draw", argument="a fox\nat night")),
        ("  /memory  ", Command(name="memory")),
        ("/imagine a fox --ar 16:9", Command(name="draw", argument="a fox --ar 16:9")),
        ("/", None),
        ("/ draw", None),
        ("/home/ana", None),
        ("", None),
    ],
)
def test_a_command_is_its_first_word(text: str, command: Command | None) -> None:
    assert parse_command(text) == command


@pytest.mark.parametrize("verb", ["show", "delete", "share", "rename", "alias", "describe"])
async def test_a_character_command_without_a_name_says_how(verb: str) -> None:
    answer = await Room().told(f"/character {verb}")

    assert f"/character {verb} Luna" in answer.reply.text


async def test_an_unknown_character_is_not_no_characters() -> None:
    room = Room()
    await room.knows("a silver elf", "character", name="Luna")

    assert "no character like “Rex”" in (await room.told("/character Rex")).reply.text
    assert "Luna" in (await room.told("/character")).reply.text


@pytest.mark.parametrize("order", [("user", "channel"), ("channel", "user")])
async def test_ones_own_character_goes_before_a_shared_one_of_its_name(
    order: tuple[ScopeKind, ScopeKind],
) -> None:
    room = Room()
    for scope in order:
        await room.knows(f"an elf of the {scope}", "character", name="Luna", scope=scope)

    renamed = await room.told("/character rename Luna to Selene")
    shared = await room.told("/character rename Luna to Diana")

    assert renamed.reply.text == "Luna is now Selene."
    assert shared.reply.text == "Only moderators can rename a shared character."


async def test_a_long_list_is_cut_and_says_so_and_only_ones_own_have_buttons() -> None:
    room = Room()
    for number in range(LISTED_MAX + 5):
        await room.knows(f"wish number w{number}", "fact", scope="channel" if number % 2 else "user")

    member, moderator = await room.told("/memory"), await room.told("/memory", may_manage=True)

    assert len(member.reply.text.splitlines()) == LISTED_MAX + 1
    assert member.reply.text.endswith("… and 5 more: `/memory WORDS` finds them.")
    assert len(member.reply.buttons) == len(moderator.reply.buttons) == SHOWN_MAX
    lines = member.reply.text.splitlines()
    for button in member.reply.buttons:
        number = int(button.label.removeprefix("Forget "))
        assert "(this channel)" not in lines[number - 1]


class Loose(FakeMemoryDesk):
    """A desk whose search finds everything, as a part of a word may."""

    async def list(
        self, reader: Reader, *, search: str = "", history: bool = False, limit: int = 200
    ) -> Sequence[Memory]:
        return await super().list(reader, history=history, limit=limit)


@pytest.mark.parametrize(
    ("words", "goes"),
    [
        ("red", False),
        ("bored", True),
        ("BOR", True),
        ("that I am bored.", True),
        ("everything", False),
        ("?", False),
    ],
)
async def test_only_what_is_named_is_forgotten_without_a_look(words: str, goes: bool) -> None:
    room = Room()
    await room.knows("bored", "fact")
    room.house.memory.desk = Loose(room.house.memory.memories)

    answer = await room.told(f"/forget {words}")

    assert (await room.kept() == set()) is goes
    assert (answer.reply.text == "Forgotten.") is goes
    assert len(answer.reply.buttons) == (0 if goes else 1)


async def test_what_is_shared_is_not_said_to_be_unknown() -> None:
    room = Room()
    await room.knows("never gore", "rule", scope="channel")

    assert "moderator" in (await room.told("/forget gore")).reply.text
    assert "nothing like that" in (await room.told("/forget boats")).reply.text
    assert (await room.told("/forget gore", may_manage=True)).reply.text == "Forgotten."


@pytest.mark.parametrize("text", ["/settings ask maybe", "/settings nonsense", "/settings private"])
async def test_settings_that_mean_nothing_are_answered_with_all_of_them(text: str) -> None:
    assert "private on|off" in (await Room().told(text)).reply.text


async def test_a_moderator_sets_what_holds_in_the_whole_community() -> None:
    room = Room()
    there = turn().place
    elsewhere = replace(there, channel="elsewhere")
    await room.told("/channel keep 7", may_manage=True)

    refused = await room.told("/channel everywhere keep 90")
    done = await room.told("/channel everywhere keep 90", may_manage=True)
    ruled = await room.told("/channel everywhere rule never gore", may_manage=True)
    await room.told("/channel server memory off", may_manage=True)

    assert "Only moderators" in refused.reply.text
    assert "whole community" in done.reply.text
    settings = room.house.memory.memories
    assert (await settings.channel(elsewhere)).retention_days == 90
    assert not (await settings.channel(elsewhere)).memory
    assert (await settings.channel(there)).retention_days == 7
    assert (await settings.channel(there)).memory
    assert "Noted (for everyone here): never gore" in ruled.reply.text


async def test_there_is_no_community_in_private() -> None:
    of = turn(may_manage=True, place=replace(PLACE, private=True, community=None))
    room = Room()
    ctx = await open_turn_context(room.house.parts(), of, room.house.journal(of), FakeProgress())

    answer = await run_command(
        room.house.parts(), ctx, Command(name="channel", argument="everywhere keep 90"), ()
    )

    assert "no community here" in answer.reply.text


async def test_what_made_room_is_told_where_memory_is_listed() -> None:
    """To the person of their own, to moderators of what all share."""
    room = Room()
    await room.knows("prefers watercolour")
    await room.knows("never gore", "rule", scope="channel")
    await room.house.memory.makes_room(MemoryScope(kind="user", key=author().id), 1_204)
    await room.house.memory.makes_room(MemoryScope(kind="channel", key=PLACE.channel_key), 7)

    own = (await room.told("/memory")).reply.text
    moderator_s = (await room.told("/memory", may_manage=True)).reply.text
    channel_s = (await room.told("/channel", may_manage=True)).reply.text

    assert "Your memory was full: 1,204 of the least useful made room" in own
    assert "This channel" not in own
    assert "This channel's memory was full: 7" in moderator_s
    assert "This channel's memory was full: 7" in channel_s
    assert "full" not in (await room.told("/memory watercolour")).reply.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nosuch", "I do not know /nosuch. /help lists what I know."),
        ("charcter", "I do not know /charcter. Did you mean /character? /help lists what I know."),
        ("zeichne", "I do not know /zeichne. /help lists what I know."),
    ],
)
async def test_an_unknown_command_is_no_error_and_gets_a_line(name: str, said: str) -> None:
    answer = await Room().told(f"/{name} whatever")

    assert (answer.reply.kind, answer.reply.text) == ("text", said)
    assert answer.reply.only_for_author
