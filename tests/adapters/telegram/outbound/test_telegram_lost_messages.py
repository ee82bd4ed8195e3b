"""What Telegram posted while its answer was lost is found again by its buttons, and nothing else is touched."""

import pytest

from adapters.telegram.outbound.edit_pace import GROUP_LOOK_MAX
from agent.errors import PlatformUnavailable
from simulators.telegram.world import JSON, Chat, Fault, World
from tests.adapters.telegram.outbound.posted_messages import BUTTONS, labels, shown
from tests.patience import until
from tests.worlds.telegram_bench import Bench, address_in, bench, fast_clock, picture_file, reply


async def _unseen(telegram: Bench, chat: Chat, *, reply_to: int | None, nonce: str = "turn1-0") -> None:
    telegram.world.faults.append(Fault(method="sendMessage", kind="drop"))
    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.open(address_in(chat, reply_to=reply_to, nonce=nonce), "plan: thinking")


def _asked(world: World, chat: Chat, person: int = 7, words: str = "@atelier_bot draw a fox") -> int:
    return world.says(world.people[person], chat, words)["message"]["message_id"]


async def test_the_working_message_whose_answer_was_lost_goes_once_the_picture_is_there(
    world: World, telegram: Bench, club: Chat, ann: JSON
) -> None:
    asked = _asked(world, club)
    await _unseen(telegram, club, reply_to=asked)
    said = reply("A fox", kind="image", images=("i",), buttons=BUTTONS)

    await telegram.outbound.deliver(address_in(club, reply_to=asked), None, said, [picture_file()])

    await until(lambda: len(shown(world, club)) == 1)
    (message,) = shown(world, club)
    assert labels(message) == ["Again", "Why?"]
    assert message["reply_to_message"]["message_id"] == asked


async def test_another_process_finds_it_as_well(world: World, telegram: Bench, club: Chat, ann: JSON) -> None:
    asked = _asked(world, club)
    await _unseen(telegram, club, reply_to=asked)
    other = telegram.restarted()

    await other.deliver(address_in(club, reply_to=asked), None, reply("Done."), [])

    await until(lambda: [message["text"] for message in shown(world, club)] == ["Done."])
    await other.close()


async def test_what_others_wrote_and_what_is_at_work_for_others_stays(
    world: World, telegram: Bench, club: Chat, ann: JSON
) -> None:
    bob = world.person(8, "Bob")
    asked, bobs = _asked(world, club), _asked(world, club, bob["id"])
    await telegram.outbound.open(address_in(club, 8, reply_to=bobs, nonce="turn2-0"), "plan: thinking")
    await _unseen(telegram, club, reply_to=asked)

    await telegram.outbound.deliver(address_in(club, reply_to=asked), None, reply("Done."), [])

    await until(lambda: len(shown(world, club)) == 2)
    at_work, done = shown(world, club)
    assert (at_work["text"], labels(at_work)) == ("Thinking …", ["Cancel"])
    assert (done["text"], bobs in club.messages) == ("Done.", True)


async def test_a_picture_whose_answer_was_lost_is_there_once(
    world: World, telegram: Bench, private: Chat
) -> None:
    asked = _asked(world, private)
    address = address_in(private, reply_to=asked)
    said = reply("A fox", kind="image", images=("i",), buttons=BUTTONS)
    world.faults.append(Fault(method="sendPhoto", kind="drop"))
    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.deliver(address, None, said, [picture_file()])

    posted = await telegram.outbound.deliver(address, None, said, [picture_file()])

    await until(lambda: len(shown(world, private)) == 1)
    assert str(shown(world, private)[0]["message_id"]) == posted


async def test_a_look_whose_own_answer_is_lost_leaves_nothing_either(
    world: World, telegram: Bench, private: Chat
) -> None:
    asked = _asked(world, private)
    await _unseen(telegram, private, reply_to=asked)
    world.faults.append(Fault(method="sendMessage", kind="drop"))
    said = reply("A fox", kind="image", images=("i",), buttons=BUTTONS)

    await telegram.outbound.deliver(address_in(private, reply_to=asked), None, said, [picture_file()])

    await until(lambda: len(shown(world, private)) == 1)
    assert "photo" in shown(world, private)[0]


async def test_where_nothing_was_lost_nothing_is_looked_for(
    world: World, telegram: Bench, club: Chat, ann: JSON
) -> None:
    asked = _asked(world, club)
    world.faults.append(Fault(method="sendMessage", kind="429"))
    with pytest.raises(PlatformUnavailable):
        await telegram.outbound.open(address_in(club, reply_to=asked), "plan: thinking")
    _asked(world, club, words="what a day")

    await telegram.outbound.deliver(
        address_in(club, reply_to=asked), None, reply(images=("i",)), [picture_file()]
    )

    sent = [method for method, _ in world.calls if method.startswith("send") and method != "sendChatAction"]
    assert sent == ["sendMessage", "sendPhoto"]


async def test_a_group_is_looked_through_when_its_minute_has_room_for_it(
    world: World, club: Chat, ann: JSON
) -> None:
    """Telegram takes twenty calls a minute in a group: they are for those who wait for a picture."""
    began = fast_clock()
    async with bench(world, listens=False) as telegram:
        for number in range(GROUP_LOOK_MAX):
            said = address_in(club, reply_to=_asked(world, club), nonce=f"before{number}")
            await telegram.outbound.deliver(said, None, reply("Done."), [])
        asked = _asked(world, club)
        await _unseen(telegram, club, reply_to=asked)

        await telegram.outbound.deliver(address_in(club, reply_to=asked), None, reply("Here."), [])
        await until(lambda: len(shown(world, club)) == GROUP_LOOK_MAX + 1)

    assert fast_clock() - began >= 60
