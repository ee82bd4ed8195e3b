"""Who may press what, and how often it counts."""

import asyncio

from agent.domain.conversation import Pressed
from agent.domain.memory import ChannelSettings, MemoryScope
from agent.outcomes import button
from bot.turns.intake import TurnIntake
from db.settings_store import PgSettingsStore
from tests.bot.turns.told_intake import posted, presses, request_of
from tests.worlds.stored_turns import ART, POSTERS, SURPRISE, StoredTurns


async def test_a_press_carries_what_the_store_knows_of_its_button(
    house: StoredTurns, intake: TurnIntake
) -> None:
    pick = button("pick", "Number 2", image="i2")
    message = await posted(house, pick)

    pressed = await request_of(house, intake, presses(pick, message, by="bob", text="more\x00 blue"))

    assert isinstance(pressed, Pressed)
    assert (pressed.action, pressed.args, pressed.message) == ("pick", {"image": "i2"}, message)
    assert (pressed.owner, pressed.text) == ("console:ana", "more blue")


async def test_an_unknown_button_or_one_of_another_place_is_not_known(
    house: StoredTurns, intake: TurnIntake
) -> None:
    again = button("again", "Again")
    message = await posted(house, again)

    forged = await intake.press(presses(button("again", "Again"), message))
    elsewhere = await intake.press(presses(again, message, place=POSTERS))

    assert [accepted.is_error for accepted in (forged, elsewhere)] == [True, True]
    assert await house.count("turns") == 1


async def test_what_is_shown_to_one_alone_is_pressed_by_that_one_alone(
    house: StoredTurns, intake: TurnIntake
) -> None:
    forget = button("forget", "Forget", memory="1")
    message = await posted(house, forget, only_for_author=True)

    assert (await intake.press(presses(forget, message, by="bob"))).is_error
    assert (await intake.press(presses(forget, message, event="p2"))).turn is not None


async def test_undo_is_for_whom_it_was_posted(house: StoredTurns, intake: TurnIntake) -> None:
    undo = button("undo", "Undo", memory="1")
    message = await posted(house, undo)

    assert "not yours" in (await intake.press(presses(undo, message, by="bob"))).note


async def test_a_button_that_works_once_is_one_event_however_it_comes(
    house: StoredTurns, intake: TurnIntake
) -> None:
    undo = button("undo", "Undo", memory="1")
    message = await posted(house, undo)

    first = await intake.press(presses(undo, message, event="p1"))
    second = await intake.press(presses(undo, message, event="p2"))

    assert first.turn == second.turn
    assert second.duplicate


async def test_a_question_is_answered_by_its_asker_and_stays_as_it_is_when_others_press(
    house: StoredTurns, intake: TurnIntake
) -> None:
    message = await posted(house, SURPRISE, question=True)

    declined = await intake.press(presses(SURPRISE, message, by="bob"))

    assert (declined.turn, declined.is_error) == (None, True)
    assert "the one who asked" in declined.note
    assert await house.count("turns") == 1
    assert (await intake.press(presses(SURPRISE, message, event="p2"))).turn is not None


async def test_where_moderators_chose_so_anybody_answers_a_question(
    house: StoredTurns, intake: TurnIntake
) -> None:
    message = await posted(house, SURPRISE, question=True)
    settings = PgSettingsStore(house.pool)
    await settings.save_channel(
        MemoryScope(kind="channel", key=ART.channel_key), ChannelSettings(anyone_answers=True)
    )

    assert (await intake.press(presses(SURPRISE, message, by="bob"))).turn is not None


async def test_a_button_pressed_twice_at_once_is_one_wish(house: StoredTurns, intake: TurnIntake) -> None:
    again = button("again", "Again")
    message = await posted(house, again)

    one, two = await asyncio.gather(*(intake.press(presses(again, message, event=f"p{n}")) for n in (1, 2)))
    other = await intake.press(presses(again, message, by="bob", event="p3"))
    await house.pool.execute("update turns set created_at = created_at - interval '1 second'")
    later = await intake.press(presses(again, message, event="p4"))

    assert one.turn == two.turn
    assert sorted((one.duplicate, two.duplicate)) == [False, True]
    assert len({one.turn, other.turn, later.turn}) == 3


async def test_an_answered_question_is_said_to_be_and_the_same_press_again_is_a_duplicate(
    house: StoredTurns, intake: TurnIntake
) -> None:
    message = await posted(house, SURPRISE, question=True)
    first = await intake.press(presses(SURPRISE, message, event="p1"))
    asked = await house.pool.fetchval("select turn_id from questions")
    await house.threads.close(str(asked))  # pyright: ignore[reportArgumentType]

    late = await intake.press(presses(SURPRISE, message, event="p2"))
    again = await intake.press(presses(SURPRISE, message, event="p1"))

    assert "answered already" in late.note
    assert (again.turn, again.duplicate, again.is_error) == (first.turn, True, False)
