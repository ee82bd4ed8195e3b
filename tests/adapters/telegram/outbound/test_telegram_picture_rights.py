"""A group that takes no pictures is known before one is drawn."""

from collections.abc import AsyncIterator

import pytest

from simulators.telegram.world import Chat, Fault, World
from tests.worlds.telegram_bench import Bench, address_in, bench, picture_file, reply, still_clock

PICTURE = reply("A fox.", kind="image", images=("i1",))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[Bench]:
    async with bench(world, listens=False, clock=still_clock) as found:
        yield found


async def refusal(telegram: Bench, chat: Chat, *, topic: int | None = None) -> str:
    return await telegram.outbound.refuses_pictures(address_in(chat, topic=topic))


@pytest.mark.parametrize("side", ["forbids", "muted"])
async def test_neither_photos_nor_files_for_everybody_or_for_the_bot_alone(
    world: World, telegram: Bench, side: str
) -> None:
    club = world.group()
    getattr(club, side).update({"photos", "documents"})

    told = await refusal(telegram, club)

    assert "did not draw" in told
    assert "https://t.me/atelier_bot" in told


async def test_one_of_both_is_enough_and_an_administrator_may_anyway(world: World, telegram: Bench) -> None:
    files_only, led, open_to_all = world.group(-1001), world.group(-1002), world.group(-1003)
    files_only.forbids.add("photos")
    led.forbids |= {"photos", "documents"}
    led.admins.add(world.me["id"])

    told = [await refusal(telegram, chat) for chat in (files_only, led, open_to_all)]

    assert told == ["", "", ""]


async def test_a_private_chat_is_not_asked_about(world: World, telegram: Bench) -> None:
    private = world.private(world.person(7))

    assert await refusal(telegram, private) == ""
    assert not world.called("getChatMember")


async def test_telegram_is_asked_once_a_minute_for_a_group(world: World, telegram: Bench) -> None:
    club = world.group()

    for _ in range(5):
        await refusal(telegram, club)

    assert (len(world.called("getChatMember")), len(world.called("getChat"))) == (1, 1)


@pytest.mark.parametrize("method", ["getChat", "getChatMember"])
async def test_where_telegram_does_not_say_it_is_tried(world: World, telegram: Bench, method: str) -> None:
    club = world.group()
    club.forbids |= {"photos", "documents"}
    telegram.server.lacks(method)

    assert await refusal(telegram, club) == ""


async def test_a_stumble_of_telegrams_is_asked_again(world: World, telegram: Bench) -> None:
    club = world.group()
    club.forbids |= {"photos", "documents"}
    world.faults = [Fault(method="getChatMember", kind="502"), Fault(method="getChat", kind="502")]

    assert await refusal(telegram, club)


async def test_what_was_refused_just_now_is_remembered_where_the_rights_do_not_tell(
    world: World, telegram: Bench
) -> None:
    club = world.group()
    world.private(world.person(7))
    telegram.server.lacks("getChat")
    club.forbids |= {"photos", "documents"}
    message = await telegram.outbound.open(address_in(club), "plan: thinking")
    before = await refusal(telegram, club)

    await telegram.outbound.deliver(address_in(club), message, PICTURE, [picture_file()])

    assert (before, bool(await refusal(telegram, club))) == ("", True)


async def test_a_closed_topic_is_remembered_until_something_is_taken_there(
    world: World, telegram: Bench
) -> None:
    forum = world.group(-1003, forum=True)
    world.private(world.person(7))
    world.topic(forum, 40)
    world.topic(forum, 41)
    forum.topics[40] = "closed"
    await telegram.outbound.deliver(address_in(forum, topic=40), None, PICTURE, [picture_file()])

    told = await refusal(telegram, forum, topic=40)
    other = await refusal(telegram, forum, topic=41)
    forum.topics[40] = "open"
    await telegram.outbound.deliver(address_in(forum, topic=40), None, reply("Here I am."), [])

    assert "topic is closed" in told
    assert other == ""
    assert await refusal(telegram, forum, topic=40) == ""
