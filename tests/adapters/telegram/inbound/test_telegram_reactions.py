"""Reactions to the bot's messages come in as presses, where Telegram tells of them."""

import pytest

from simulators.telegram.world import JSON, World
from tests.patience import until
from tests.worlds.telegram_bench import address_in, bench, picture_file, reply


@pytest.mark.parametrize(
    ("emoji", "sign"), [("\N{HEAVY BLACK HEART}", "like"), ("\N{BROKEN HEART}", "delete")]
)
async def test_a_heart_and_a_broken_heart_are_handed_in(
    world: World, ann: JSON, emoji: str, sign: str
) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        await until(lambda: "message_reaction" in world.wanted)
        world.reacts(ann, chat, 5, emoji)
        press = await telegram.pressed()

    assert (press.reaction, press.message, press.button) == (sign, "5", "")
    assert (press.author.id, press.place.private) == ("telegram:7", True)


async def test_what_says_nothing_is_not_handed_in(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    heart = "\N{HEAVY BLACK HEART}"
    robot = world.person(40, "Robot", is_bot=True) | {"is_bot": True}
    async with bench(world) as telegram:
        await until(lambda: "message_reaction" in world.wanted)
        world.reacts(ann, chat, 5, "\N{THUMBS DOWN SIGN}")
        world.reacts(ann, chat, 5, before=(heart,))
        world.reacts(ann, chat, 5, heart, "\N{FIRE}", before=(heart,))
        world.reacts(robot, chat, 5, heart)
        world.reacts(ann, chat, 5, new_reaction=[{"type": "custom_emoji", "custom_emoji_id": "9"}])
        world.reacts(ann, chat, 6, heart)
        press = await telegram.pressed()

    assert press.message == "6"


async def test_in_a_group_its_administrators_are_told_who_takes_away(world: World, ann: JSON) -> None:
    bob, me = world.person(8, "Bob"), world.me
    deaf, club = world.group(-1002), world.group(admins=[me, bob])
    async with bench(world) as telegram:
        await until(lambda: "message_reaction" in world.wanted)
        untold = world.reacts(ann, deaf, 5, "\N{BROKEN HEART}")
        world.reacts(ann, club, 5, "\N{BROKEN HEART}")
        member = await telegram.pressed()
        world.reacts(bob, club, 5, "\N{BROKEN HEART}")
        administrator = await telegram.pressed(2)

    assert untold is None
    assert (member.author.may_manage, administrator.author.may_manage) == (False, True)
    assert administrator.place.community == str(club.id)


async def test_under_a_picture_of_an_album_it_is_meant_for_the_album(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        await until(lambda: "message_reaction" in world.wanted)
        said = reply("Foxes", kind="image", images=("a", "b"))
        shown = await telegram.outbound.deliver(
            address_in(chat), None, said, [picture_file("teal"), picture_file("red")]
        )
        item = next(message for message in world.posted(chat) if "photo" in message)
        world.reacts(ann, chat, item["message_id"], "\N{HEAVY BLACK HEART}")
        press = await telegram.pressed()

    assert press.message == shown
