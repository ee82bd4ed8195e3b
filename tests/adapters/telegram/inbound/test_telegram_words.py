"""What people say in Telegram, as it reaches the house: through the real library, from a server that checks."""

import pytest

from simulators.telegram.world import World
from tests.patience import until
from tests.worlds.telegram_bench import bench, png


async def test_plain_language_in_a_private_chat(world: World) -> None:
    ann = world.person(7, "Ann", language_code="de")
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "draw a fox")

        heard = await telegram.heard()

    assert (heard.text, heard.command, heard.author.id, heard.author.name) == (
        "draw a fox",
        None,
        "telegram:7",
        "Ann",
    )
    assert heard.author.locale == "de"
    assert heard.place.private
    assert heard.place.channel_key == "telegram:@/7"
    assert heard.author.may_manage, "a private chat is its person's own"


async def test_a_group_is_heard_by_mention_reply_and_command_only(world: World) -> None:
    world.privacy = False  # the server tells everything, the adapter must choose
    ann, bob = world.person(7), world.person(8, "Bob")
    club = world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "what a day")
        theirs = world.says(bob, club, "@someone_else look")["message"]["message_id"]
        world.says(ann, club, "indeed", reply_to=theirs)
        world.says(ann, club, "/play chess")
        world.says(ann, club, "@Atelier_Bot, draw a fox")
        world.says(ann, club, "/draw@atelier_bot an owl")
        world.says(ann, club, "/draw@other_bot a cat")
        world.says(ann, club, "/draw a crow")
        await telegram.confirmed()

    heard = telegram.intake.messages
    assert [(m.text, m.command.name if m.command else None) for m in heard] == [
        ("draw a fox", None),
        ("an owl", "draw"),
        ("a crow", "draw"),
    ]
    assert heard[0].place.community_key == "telegram:-1001"


async def test_a_person_without_username_or_with_odd_names(world: World) -> None:
    names = ["\u202eannA", "   ", "A" * 200, "😀😀"]
    async with bench(world) as telegram:
        for number, name in enumerate(names):
            person = world.person(100 + number, name)
            world.says(person, world.private(person), "draw a fox")
        await until(lambda: len(telegram.intake.messages) == len(names))

    found = {m.author.id: m.author.name for m in telegram.intake.messages}
    assert found["telegram:101"] == "someone"
    assert len(found["telegram:102"]) == 64
    assert found["telegram:103"] == "😀😀"


@pytest.mark.parametrize("text", ["ارسم ثعلبا تحت القمر", "🦊🌙", "צייר שועל @atelier_bot בלילה", "a\u0000b"])
async def test_right_to_left_and_emoji_text_is_kept(world: World, text: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), text)

        assert (await telegram.heard()).text == text.replace("@atelier_bot ", "").replace("\u0000", "")


async def test_emoji_before_a_mention_do_not_shift_it(world: World) -> None:
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.says(ann, club, "🦊🦊 @atelier_bot draw these")

        assert (await telegram.heard()).text == "🦊🦊 draw these"


@pytest.mark.parametrize(
    ("typed", "name", "argument"),
    [
        ("/start", "help", ""),
        ("/start memory", "memory", ""),
        ("/start nonsense", "help", ""),
        ("/DRAW a fox", "draw", "a fox"),
        ("/remember I like\nwatercolour", "remember", "I like\nwatercolour"),
        ("/whatever x", "whatever", "x"),
    ],
)
async def test_commands_and_deep_links(world: World, typed: str, name: str, argument: str) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), typed)

        command = (await telegram.heard()).command

    assert command is not None
    assert (command.name, command.argument if name != "help" else "") == (name, argument)


async def test_incognito_draws_without_memory(world: World) -> None:
    ann = world.person(7)
    async with bench(world) as telegram:
        world.says(ann, world.private(ann), "/incognito a fox")

        heard = await telegram.heard()

    assert heard.incognito
    assert heard.command is not None
    assert (heard.command.name, heard.command.argument) == ("draw", "a fox")


async def test_an_edit_is_a_new_wording_of_the_same_message(world: World) -> None:
    ann = world.person(7)
    chat = world.private(ann)
    async with bench(world) as telegram:
        first = world.says(ann, chat, "draw a fxo", photo=world.photo(png()))["message"]["message_id"]
        await telegram.heard()
        world.says(ann, chat, "draw a fox", edit=first, photo=world.photo(png()))
        edited = await telegram.heard(2)

    assert edited.edited
    assert edited.message == str(first)
    assert edited.text == "draw a fox"
    assert edited.images == (), "an edit keeps the pictures it had"


async def test_a_note_that_needs_no_turn_is_said_in_reply_and_in_the_topic(world: World) -> None:
    ann, club = world.person(7), world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        telegram.intake.note = "There is nothing under way to cancel."
        asked = world.says(ann, club, "/cancel", topic=40)["message"]["message_id"]
        await until(lambda: world.posted(club))

    (notice,) = world.posted(club)
    assert notice["text"] == "There is nothing under way to cancel."
    assert notice["message_thread_id"] == 40
    assert notice["reply_to_message"]["message_id"] == asked
