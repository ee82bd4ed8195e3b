"""Pictures that are hidden until they are tapped."""

from dataclasses import replace

from simulators.telegram.world import Chat, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, shown
from tests.worlds.telegram_bench import Bench, address_in, picture_file, reply


async def test_a_hidden_picture_is_posted_as_one_in_every_way(
    world: World, telegram: Bench, private: Chat
) -> None:
    one = replace(reply("A fox", kind="image", images=("a",), buttons=BUTTONS), spoiler=True)
    address = address_in(private)
    working = await telegram.outbound.open(address, "plan: thinking")

    await telegram.outbound.deliver(address, working, one, [picture_file("red")])
    await telegram.outbound.deliver(replace(address, nonce="n2"), None, one, [picture_file("blue")])
    two = replace(one, images=("a", "b"))
    await telegram.outbound.deliver(
        replace(address, nonce="n3"), None, two, [picture_file("red"), picture_file("blue")]
    )

    photos = [message for message in shown(world, private) if "photo" in message]
    assert [message.get("has_media_spoiler") for message in photos] == [True] * 4


async def test_others_are_not(world: World, telegram: Bench, private: Chat) -> None:
    one = reply("A fox", kind="image", images=("a",), buttons=BUTTONS)

    await telegram.outbound.deliver(address_in(private), None, one, [picture_file("red")])

    (photo,) = shown(world, private)
    assert "has_media_spoiler" not in photo
