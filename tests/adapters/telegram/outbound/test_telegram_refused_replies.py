"""What Telegram refuses for good: shown as a file, said in its place, or sent in private; no working message stays for ever."""

from collections.abc import AsyncIterator

import pytest

from agent.errors import NotAllowed
from simulators.telegram.world import JSON, Chat, World
from tests.worlds.telegram_bench import Bench, address_in, bench, picture_file, reply

PICTURE = reply("A fox.", kind="image", images=("i1",))


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[Bench]:
    async with bench(world, listens=False) as found:
        yield found


@pytest.fixture
def ann(world: World) -> JSON:
    return world.person(7)


def shown(world: World, chat: Chat) -> list[str]:
    return [
        " ".join(
            [kind for kind in ("photo", "document") if kind in m] + [m.get("text") or m.get("caption") or ""]
        )
        for m in world.posted(chat)
    ]


async def drawn(telegram: Bench, chat: Chat, *forbidden: str, topic: int | None = None) -> None:
    """A turn: its working message, what is forbidden then, and its picture, delivered again after a worker died before it noted it."""
    address = address_in(chat, topic=topic)
    message = await telegram.outbound.open(address, "plan: thinking")
    chat.forbids |= {*forbidden}
    if topic is not None:
        chat.topics[topic] = "closed"
    for _ in range(2):
        await telegram.outbound.deliver(address, message, PICTURE, [picture_file()])


async def test_where_photos_are_not_allowed_it_is_a_file(world: World, telegram: Bench, ann: JSON) -> None:
    club = world.group()

    await drawn(telegram, club, "photos")

    assert shown(world, club) == ["document A fox."]


async def test_where_neither_is_allowed_it_is_said_there_and_sent_in_private(
    world: World, telegram: Bench, ann: JSON
) -> None:
    club, private = world.group(), world.private(ann)

    await drawn(telegram, club, "photos", "documents")

    (said,) = shown(world, club)
    assert "sent it to you in private" in said
    (mailed,) = shown(world, private)
    assert mailed.startswith("photo I may not show that")
    assert mailed.endswith("A fox.")


async def test_without_a_private_chat_it_is_said_how_to_open_one(world: World, telegram: Bench) -> None:
    club = world.group()

    await drawn(telegram, club, "photos", "documents")

    (said,) = shown(world, club)
    assert "https://t.me/atelier_bot?start=help" in said


async def test_a_topic_closed_meanwhile_leaves_no_working_message(
    world: World, telegram: Bench, ann: JSON
) -> None:
    forum, private = world.group(-1003, forum=True), world.private(ann)
    world.topic(forum, 40)
    await drawn(telegram, forum, "photos", "documents", topic=40)

    assert not any("thinking" in text.lower() or "working" in text.lower() for text in shown(world, forum))
    assert len(shown(world, private)) == 1


async def test_who_blocked_the_bot_is_not_written_to_elsewhere(
    world: World, telegram: Bench, ann: JSON
) -> None:
    private = world.private(ann)
    private.blocked = "bot was blocked by the user"

    with pytest.raises(NotAllowed):
        await telegram.outbound.deliver(address_in(private), None, PICTURE, [picture_file()])


async def test_the_general_topic_is_not_named_to_telegram(world: World) -> None:
    ann, forum = world.person(7), world.group(-1003, forum=True)
    async with bench(world) as telegram:
        world.says(ann, forum, "@atelier_bot draw a fox", message_thread_id=1, is_topic_message=True)
        heard = await telegram.heard()
        assert heard.place.thread is None
        await telegram.outbound.deliver(address_in(forum, topic=1), None, reply("Done."), [])

    assert [m["text"] for m in world.posted(forum)] == ["Done."]
