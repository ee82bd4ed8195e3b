"""Buttons: a press is stored, and answered at once."""

import pytest

from simulators.telegram.world import JSON, World
from tests.patience import until
from tests.worlds.telegram_bench import address_in, bench, button, picture_file, reply


async def test_a_press_is_handed_in_and_answered_at_once(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(club, topic=40),
            None,
            reply(images=("a",), buttons=(button("again", "Again"),)),
            [picture_file()],
        )
        world.presses(ann, club, int(posted), "Again")
        press = await telegram.pressed()
        await until(lambda: world.answered)

    assert press.button.startswith("v1:again:")
    assert (press.message, press.place.thread, press.author.id) == (posted, "40", "telegram:7")
    assert "text" not in world.answered[0]


async def test_a_refused_press_shows_why_to_the_one_who_pressed(world: World, ann: JSON) -> None:
    club = world.group()
    async with bench(world) as telegram:
        telegram.intake.note, telegram.intake.is_error = "That button is not yours. " * 20, True
        posted = await telegram.outbound.deliver(
            address_in(club), None, reply(buttons=(button("undo", "Undo"),)), []
        )
        world.presses(ann, club, int(posted), "Undo")
        await until(lambda: world.answered)

    assert len(world.answered[0]["text"]) == 200
    assert world.answered[0]["show_alert"] == "true"
    assert len(world.posted(club)) == 1


async def test_a_message_too_old_to_be_shown_still_has_its_buttons(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        world.presses(ann, chat, int(posted), "Again", hidden=True)

        press = await telegram.pressed()

    assert press.message == posted


async def test_a_button_too_old_to_be_shown_is_answered_in_its_topic(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        buttons = (button("again", "Again"),)
        posted = await telegram.outbound.deliver(
            address_in(club, topic=40), None, reply(images=("a",), buttons=buttons), [picture_file()]
        )
        general = await telegram.outbound.deliver(
            address_in(club, nonce="other-0"), None, reply(images=("a",), buttons=buttons), [picture_file()]
        )
        world.presses(ann, club, int(posted), "Again", hidden=True)
        in_topic = await telegram.pressed()
        world.presses(ann, club, int(general), "Again", hidden=True)
        elsewhere = await telegram.pressed(2)

    assert in_topic.place.thread == "40"
    assert elsewhere.place.thread is None


async def test_a_press_that_telegram_calls_too_old_is_stored_all_the_same(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        world.clock = lambda: 1e9
        update = world.presses(ann, chat, int(posted), "Again")
        world.callbacks[update["callback_query"]["id"]] = 0.0

        await telegram.pressed()
        await telegram.confirmed()

    assert world.answered == []


@pytest.mark.parametrize("data", ["", "v1", "v1:again", "v9:x:y", "../../etc", "v1:" + "x" * 61, "🦊" * 16])
async def test_made_up_buttons_are_handed_in_as_they_are(world: World, ann: JSON, data: str) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        update = world.presses(ann, chat, int(posted), "Again")
        update["callback_query"]["data"] = data
        world.says(ann, chat, "still there?")

        await telegram.heard()
        await telegram.confirmed()

    assert [press.button for press in telegram.intake.presses] in ([data], [])


async def test_ten_presses_in_a_moment_are_all_answered(world: World, ann: JSON) -> None:
    chat = world.private(ann)
    async with bench(world) as telegram:
        posted = await telegram.outbound.deliver(
            address_in(chat), None, reply(buttons=(button("again", "Again"),)), []
        )
        for _ in range(10):
            world.presses(ann, chat, int(posted), "Again")

        await until(lambda: len(world.answered) == 10)


async def test_cancel_under_the_working_message_stops_the_pressers_own_turns(world: World, ann: JSON) -> None:
    club = world.group(forum=True)
    world.topic(club, 40)
    async with bench(world) as telegram:
        telegram.intake.note = "Cancelled."
        working = await telegram.outbound.open(address_in(club, topic=40), "plan: thinking")
        world.presses(ann, club, int(working), "Cancel")
        heard = await telegram.heard()
        await until(lambda: world.answered)

    assert heard.command is not None
    assert (heard.command.name, heard.author.id, heard.place.thread) == ("cancel", "telegram:7", "40")
    assert not telegram.intake.presses
    assert world.answered[0]["text"] == "Cancelled."


async def test_cancel_under_a_working_message_that_nobody_knows_takes_it_away(
    world: World, ann: JSON
) -> None:
    club = world.group()
    async with bench(world) as telegram:
        telegram.intake.note = "There is nothing under way to cancel."
        stray, living = [
            await telegram.outbound.open(address_in(club, nonce=nonce), "plan: thinking")
            for nonce in ("lost-0", "living-0")
        ]
        world.presses(ann, club, int(living), "Cancel")
        await until(lambda: len(world.answered) == 1)
        telegram.intake.is_stray = True
        world.presses(ann, club, int(stray), "Cancel")
        await until(lambda: len(world.posted(club)) == 1)

    assert telegram.intake.messages[-1].reply_to == stray
    assert str(world.posted(club)[0]["message_id"]) == living
