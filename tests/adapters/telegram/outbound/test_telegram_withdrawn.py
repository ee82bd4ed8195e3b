"""What a moderator removed is taken away as far as Telegram lets the bot, and its message says so."""

import pytest

from agent.domain.conversation import Author, AuthorId
from agent.errors import PlatformUnavailable
from agent.wording.moderation import REMOVED_BY_MODERATOR
from simulators.telegram.world import JSON, Chat, Fault, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, shown
from tests.worlds.telegram_bench import Bench, address_in, picture_file, png, reply

INSTEAD = reply(REMOVED_BY_MODERATOR, withdrawn=True)


async def test_a_picture_makes_way_for_an_empty_one_that_says_so(
    world: World, telegram: Bench, club: Chat
) -> None:
    address = address_in(club)
    posted = await telegram.outbound.deliver(
        address, None, reply("A fox", images=("a",), buttons=BUTTONS), [picture_file()]
    )
    club.aged.add(int(posted))

    for _ in range(2):  # the sweep may deliver it again
        assert await telegram.outbound.deliver(address, posted, INSTEAD, []) == posted

    (message,) = shown(world, club)
    assert message["caption"] == REMOVED_BY_MODERATOR
    assert world.files[message["photo"][-1]["file_id"]] != png()
    assert "reply_markup" not in message


async def test_of_an_album_the_pictures_go_and_the_words_say_so(
    world: World, telegram: Bench, club: Chat
) -> None:
    address = address_in(club)
    posted = await telegram.outbound.deliver(
        address, None, reply("Two foxes", images=("a", "b"), buttons=BUTTONS), [picture_file("red"), picture_file("blue")]
    )  # fmt: skip

    await telegram.outbound.deliver(address, posted, INSTEAD, [])

    (message,) = shown(world, club)
    assert message["text"] == REMOVED_BY_MODERATOR
    assert "reply_markup" not in message


async def test_nothing_is_posted_where_the_message_is_gone(world: World, telegram: Bench, club: Chat) -> None:
    address = address_in(club)
    posted = await telegram.outbound.deliver(address, None, reply("A fox", images=("a",)), [picture_file()])
    await telegram.outbound.remove(address, posted)

    await telegram.outbound.deliver(address, posted, INSTEAD, [])
    await telegram.outbound.deliver(address, None, INSTEAD, [])

    assert shown(world, club) == []


async def test_telegram_says_who_moderates_a_group_at_the_moment(
    world: World, telegram: Bench, ann: JSON
) -> None:
    boss = world.person(8, "Boss")
    group = world.group(-77, admins=[boss])
    place = address_in(group).place
    people = [Author(id=AuthorId(f"telegram:{number}"), name="x", may_manage=True) for number in (8, 7, 999)]

    assert [await telegram.outbound.moderates(who, place) for who in people] == [True, False, False]


async def test_where_telegram_is_away_nobody_is_taken_for_a_moderator_or_for_none(
    world: World, telegram: Bench
) -> None:
    place = address_in(world.group(-77)).place
    world.faults.append(Fault(method="getChatMember", kind="502", times=5))

    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.moderates(Author(id=AuthorId("telegram:8"), name="x"), place)
