"""Where a reply goes: topics, chats that moved or are closed, and private chats."""

import pytest

from agent.errors import NotAllowed, NotFound
from simulators.telegram.world import JSON, Chat, World
from tests.adapters.telegram.outbound.posted_messages import labels, shown
from tests.worlds.telegram_bench import Bench, address_in, bench, button, picture_file, reply


async def test_in_a_topic_everything_stays_in_the_topic(world: World, telegram: Bench) -> None:
    forum = world.group(-1003, forum=True)
    topic = world.topic(forum, 40)
    address = address_in(forum, topic=topic)
    working = await telegram.outbound.open(address, "plan: thinking")

    await telegram.outbound.deliver(
        address, working, reply("x" * 5000, images=("a", "b")), [picture_file("red"), picture_file("blue")]
    )

    assert len(shown(world, forum)) == 4
    assert {m["message_thread_id"] for m in shown(world, forum)} == {40}


@pytest.mark.parametrize(
    ("blocked", "error"),
    [
        ("bot was blocked by the user", NotAllowed),
        ("bot was kicked from the supergroup chat", NotAllowed),
        ("user is deactivated", NotAllowed),
    ],
)
async def test_blocked_and_kicked_end_the_matter(
    telegram: Bench, private: Chat, blocked: str, error: type[Exception]
) -> None:
    private.blocked = blocked

    with pytest.raises(error):
        await telegram.outbound.deliver(address_in(private), None, reply("Done."), [])


async def test_a_closed_topic_and_a_vanished_chat(world: World, telegram: Bench) -> None:
    forum = world.group(-1003, forum=True)
    forum.topics[40] = "closed"
    with pytest.raises(NotAllowed, match="closed"):
        await telegram.outbound.deliver(address_in(forum, topic=40), None, reply("Done."), [])
    with pytest.raises(NotFound):
        await telegram.outbound.deliver(address_in(forum, topic=41), None, reply("Done."), [])
    with pytest.raises(NotFound):
        await telegram.outbound.deliver(address_in(Chat(id=-999, kind="group")), None, reply("Done."), [])


async def test_a_group_that_became_a_supergroup_keeps_its_memory_and_gets_its_answer(
    world: World, ann: JSON
) -> None:
    old = world.group(-500)
    async with bench(world) as telegram:
        world.says(ann, old, "@atelier_bot draw a fox")
        await telegram.heard()
        address = address_in(old, reply_to=1)
        working = await telegram.outbound.open(address, "plan: thinking")
        new = world.migrates(old, -1005)

        await telegram.outbound.deliver(address, working, reply("Done."), [])
        world.says(ann, new, "@atelier_bot and an owl")
        heard = await telegram.heard(2)
        await telegram.restarted().deliver(address_in(old, nonce="later-0"), None, reply("Later."), [])

    assert [m["text"] for m in shown(world, new)] == ["Done.", "Later."]
    assert heard.place.channel_key == "telegram:-500/-500", "memory stays where it was"


async def test_an_answer_for_one_person_goes_to_them_alone(
    world: World, telegram: Bench, club: Chat, private: Chat
) -> None:
    address = address_in(club, 7)
    said = reply("You like ink.", buttons=(button("forget", "Forget"),), only_for_author=True)

    posted = await telegram.outbound.deliver(address, None, said, [])
    again = await telegram.restarted().deliver(address, posted, said, [])

    assert again == posted
    assert [m["text"] for m in shown(world, club)] == ["I have sent you the answer in our private chat."]
    (told,) = shown(world, private)
    assert (told["text"], labels(told)) == ("You like ink.", ["Forget"])


async def test_who_never_wrote_in_private_is_told_how(world: World, telegram: Bench, club: Chat) -> None:
    await telegram.outbound.deliver(
        address_in(club, 8), None, reply("You like ink.", only_for_author=True), []
    )

    (told,) = shown(world, club)
    assert "t.me/atelier_bot?start=help" in told["text"]
    assert "ink" not in told["text"]


async def test_a_private_answer_stays_where_it_is_in_a_private_chat(
    world: World, telegram: Bench, private: Chat
) -> None:
    await telegram.outbound.deliver(
        address_in(private), None, reply("You like ink.", only_for_author=True), []
    )

    assert [m["text"] for m in shown(world, private)] == ["You like ink."]


async def test_where_its_person_deleted_the_topic_the_reply_comes_in_the_chat_itself(
    world: World, telegram: Bench, private: Chat
) -> None:
    address = address_in(private, topic=31)

    working = await telegram.outbound.open(address, "plan: thinking")
    await telegram.outbound.deliver(address, working, reply("Done."), [])
    await telegram.outbound.deliver(address_in(private, topic=31, nonce="n2"), None, reply("Again."), [])

    assert [message["text"] for message in shown(world, private)] == ["Done.", "Again."]
