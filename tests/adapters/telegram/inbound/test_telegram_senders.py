"""Who is a person, and who may manage."""

import pytest

from simulators.telegram.world import Fault, World
from tests.worlds.telegram_bench import bench


async def test_other_bots_channel_posts_and_service_messages_are_not_people(world: World) -> None:
    robot = world.person(50, "Robot", is_bot=True)
    ann, club = world.person(7), world.group()
    async with bench(world) as telegram:
        world.says(robot, club, "@atelier_bot draw a fox")
        world.says(ann, club, "@atelier_bot from the channel", is_automatic_forward=True)
        world.says(ann, club, "@atelier_bot via", via_bot=robot)
        world.queue(
            {
                "message": {
                    "message_id": 5,
                    "date": 1,
                    "chat": club.shown(),
                    "from": ann,
                    "new_chat_title": "X",
                }
            }
        )
        world.queue({"my_chat_member": {}})
        await telegram.confirmed()

    assert telegram.intake.messages == []


async def test_an_anonymous_administrator_is_the_group_and_may_manage(world: World) -> None:
    club = world.group()
    nobody = world.person(1087968824, "Group", is_bot=True, username="GroupAnonymousBot")
    async with bench(world) as telegram:
        world.says(nobody, club, "/channel@atelier_bot style ink", sender_chat=club.shown())

        heard = await telegram.heard()

    assert heard.author.id == "telegram:-1001"
    assert heard.author.may_manage


async def test_who_may_manage_is_asked_of_telegram(world: World) -> None:
    ann, bob = world.person(7), world.person(8, "Bob")
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.says(ann, club, "/channel style ink")
        assert (await telegram.heard()).author.may_manage
        world.says(bob, club, "/channel style ink")
        assert not (await telegram.heard(2)).author.may_manage
        club.admins = {8}
        world.says(bob, club, "/channel style ink")
        assert (await telegram.heard(3)).author.may_manage, "commands ask anew"


async def test_rights_that_telegram_does_not_tell_are_not_had(world: World) -> None:
    ann = world.person(7)
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getChatMember", kind="502", times=3))
        world.says(ann, club, "/channel style ink")

        assert not (await telegram.heard()).author.may_manage


@pytest.mark.parametrize("trouble", ["502", "429", "lose"])
async def test_an_administrator_is_not_refused_because_telegram_stumbles(world: World, trouble: str) -> None:
    ann = world.person(7)
    club = world.group(admins=[ann])
    async with bench(world) as telegram:
        world.faults.append(Fault(method="getChatMember", kind=trouble, times=2))
        world.says(ann, club, "/channel style ink")

        assert (await telegram.heard()).author.may_manage
