"""Delete takes away what was posted."""

from agent.domain.conversation import MessageId
from simulators.telegram.world import Chat, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, shown
from tests.worlds.telegram_bench import Bench, address_in, picture_file, png, reply


async def test_delete_takes_the_picture_and_all_that_belongs_to_it(
    world: World, telegram: Bench, club: Chat
) -> None:
    address = address_in(club)
    posted = await telegram.outbound.deliver(
        address, None, reply("y" * 5000, images=("a", "b")), [picture_file("red"), picture_file("blue")]
    )
    press = address_in(club, nonce="press-0")

    nothing = await telegram.outbound.deliver(
        press, None, reply("Deleted.", removes=MessageId("b1"), only_for_author=True), []
    )
    await telegram.outbound.remove(press, posted)
    await telegram.outbound.remove(press, posted)

    assert nothing == "0"
    assert shown(world, club) == []


async def test_a_picture_too_old_to_be_deleted_is_emptied(world: World, telegram: Bench, club: Chat) -> None:
    posted = await telegram.outbound.deliver(
        address_in(club), None, reply("A fox", images=("a",), buttons=BUTTONS), [picture_file()]
    )
    club.aged.add(int(posted))

    await telegram.outbound.remove(address_in(club), posted)

    (message,) = shown(world, club)
    assert message["caption"] == "Deleted."
    assert world.files[message["photo"][-1]["file_id"]] != png()
    assert "reply_markup" not in message
