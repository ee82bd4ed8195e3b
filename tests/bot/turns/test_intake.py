"""What intake takes in, what it answers at once, and who may press what."""

import asyncio
from dataclasses import replace

import pytest

from adapters.media import PillowGate
from agent.domain.conversation import Button, IncomingImage, IncomingMessage, IncomingPress, Pressed, Said
from agent.domain.memory import ChannelSettings, MemoryScope
from agent.limits import IMAGES_PER_TURN_MAX, TEXT_CHARS_MAX
from agent.outcomes import button
from bot.turns.blocked_people import BlockedPeople
from bot.turns.event_keys import EventKeys
from bot.turns.intake import TurnIntake
from db.pool import Pool
from db.settings_store import PgSettingsStore
from db.turns.journal import PgJournal
from tests.fakes.board import FakeBus
from tests.fakes.builders import author
from tests.fakes.images import png
from tests.fakes.moderation import FakeBlocks
from tests.fakes.withdrawals import FakeWithdrawals
from tests.worlds.stored_turns import ART, POSTERS, SURPRISE, StoredTurns

PNG = IncomingImage(name="a.png", data=png().data)
EMPTY = IncomingImage(name="empty.png", data=b"")


@pytest.fixture
def house(pool: Pool) -> StoredTurns:
    return StoredTurns(pool)


@pytest.fixture
def intake(house: StoredTurns) -> TurnIntake:
    return TurnIntake(
        house.intake,
        PillowGate(),
        FakeBus(),
        keys=EventKeys(secret=b"k"),
        withdrawals=FakeWithdrawals(),
        blocked=BlockedPeople(FakeBlocks()),
    )


def says(text: str = "draw a fox", *, by: str = "ana", event: str = "m1", **more: object) -> IncomingMessage:
    said = IncomingMessage(event_id=event, message=f"line:{event}", place=ART, author=author(by), text=text)
    return replace(said, **more)  # pyright: ignore[reportArgumentType] # fields by name


def presses(pressed: Button, on: str, *, by: str = "ana", event: str = "p1", **more: object) -> IncomingPress:
    press = IncomingPress(event_id=event, place=ART, author=author(by), message=on, button=pressed.id)
    return replace(press, **more)  # pyright: ignore[reportArgumentType] # fields by name


async def posted(house: StoredTurns, *buttons: Button, by: str = "ana", **answer: object) -> str:
    """The bot's message with these buttons; its id."""
    taken = await house.say(by=by)
    return (await house.answer(taken.turn, buttons=buttons, **answer)).reply  # pyright: ignore[reportArgumentType]


async def request_of(
    house: StoredTurns, intake: TurnIntake, incoming: IncomingMessage | IncomingPress
) -> Said | Pressed:
    taken = await (
        intake.message(incoming) if isinstance(incoming, IncomingMessage) else intake.press(incoming)
    )
    assert taken.turn is not None, taken
    request = (await house.claim(taken.turn)).turn.request
    assert isinstance(request, Said | Pressed)
    return request


async def test_a_message_becomes_a_turn_once(house: StoredTurns, intake: TurnIntake) -> None:
    first, second = await intake.message(says()), await intake.message(says())

    assert first.turn == second.turn
    assert (first.duplicate, second.duplicate) == (False, True)


@pytest.mark.parametrize(
    ("incoming", "said"),
    [
        (says("x" * (TEXT_CHARS_MAX + 1)), f"{TEXT_CHARS_MAX + 1:,} characters"),
        (says(""), "nothing in that message"),
        (says(" \n\x00 "), "nothing in that message"),
        (says(reply_to="b99"), "not one I know"),
        (says("", images=(EMPTY,)), "empty.png"),
        (says("", images=(IncomingImage(name="t.png", data=b"only text"),)), "t.png"),
        (
            says("", images=(IncomingImage(name="v.mp4", data=b"", problem="v.mp4 is a video."),)),
            "v.mp4 is a video.",
        ),
    ],
)
async def test_what_cannot_be_used_is_said_at_once_and_nothing_is_stored(
    house: StoredTurns, intake: TurnIntake, incoming: IncomingMessage, said: str
) -> None:
    accepted = await intake.message(incoming)

    assert (accepted.turn, accepted.is_error) == (None, True)
    assert said in accepted.note
    assert await house.count("inbox") == 0


async def test_a_bad_picture_beside_a_good_one_is_noted(house: StoredTurns, intake: TurnIntake) -> None:
    said = await request_of(house, intake, says(images=(PNG, EMPTY)))

    assert isinstance(said, Said)
    assert len(said.images) == 1
    assert "empty.png" in said.notes[0]


@pytest.mark.parametrize("problem", ["I cannot read v.mp4; I can read words and pictures.", ""])
async def test_complete_words_count_whatever_cannot_be_read_beside_them(
    house: StoredTurns, intake: TurnIntake, problem: str
) -> None:
    film = IncomingImage(name="v.mp4", data=b"", problem=problem)

    said = await request_of(house, intake, says("draw a red fox in the snow", images=(film,)))

    assert isinstance(said, Said)
    assert said.text == "draw a red fox in the snow"
    assert "v.mp4" in said.notes[0]


async def test_more_pictures_than_are_looked_at_are_counted(house: StoredTurns, intake: TurnIntake) -> None:
    said = await request_of(house, intake, says(images=(PNG,) * (IMAGES_PER_TURN_MAX + 1)))

    assert isinstance(said, Said)
    assert str(IMAGES_PER_TURN_MAX + 1) in said.notes[0]


async def test_a_command_is_read_and_what_only_looks_waits_for_nothing(
    house: StoredTurns, intake: TurnIntake
) -> None:
    drawn = await request_of(house, intake, says("/draw a fox", event="m1"))
    await intake.message(says("/memory", event="m2"))

    assert isinstance(drawn, Said)
    assert drawn.command is not None
    assert (drawn.command.name, drawn.command.argument) == ("draw", "a fox")
    locks = [row["lock"] for row in await house.pool.fetch("select lock from procrastinate_jobs order by id")]
    assert (locks[0] is None, locks[1]) == (False, None)


async def test_a_message_that_is_deleted_wants_nothing_any_more(
    house: StoredTurns, intake: TurnIntake
) -> None:
    queued = await intake.message(says("draw a fox", event="m1"))
    running = await intake.message(says("draw a cat", event="m2", by="bob"))
    assert queued.turn is not None
    assert running.turn is not None
    await house.claim(running.turn)

    await intake.deleted(POSTERS, "line:m1")
    assert not await house.turns.cancel_requested(queued.turn), "that is another message"
    await intake.deleted(ART, "line:m1")
    await intake.deleted(ART, "line:m2")
    await intake.deleted(ART, "line:never seen")

    assert await house.turns.cancel_requested(queued.turn)
    assert await house.turns.cancel_requested(running.turn)
    assert await house.count("messages", body="draw a fox") == 0


@pytest.mark.parametrize("is_drawn", [False, True])
async def test_a_wish_that_is_taken_back_by_an_edit_is_cancelled_while_it_waits_or_is_drawn(
    house: StoredTurns, intake: TurnIntake, is_drawn: bool
) -> None:
    taken = await intake.message(says("draw a fox", event="m1"))
    assert taken.turn is not None
    if is_drawn:
        claim = await house.claim(taken.turn)
        journal = PgJournal(
            house.pool, turn=taken.turn, fence=claim.fence, author=claim.turn.author.id, steps={}
        )
        await journal.close_request()
        late = await intake.message(says("draw an ox", event="m1:a", message="line:m1", edited=True))
        assert "already begun" in late.note
    stranger = says("never mind", event="m1:b", message="line:m1", edited=True, by="bob")
    await intake.message(stranger)
    assert not await house.turns.cancel_requested(taken.turn)

    edited = await intake.message(says("Never mind", event="m1:c", message="line:m1", edited=True))

    assert (edited.turn, edited.note) == (None, "")
    assert await house.turns.cancel_requested(taken.turn)


async def test_cancel_is_done_at_once(house: StoredTurns, intake: TurnIntake) -> None:
    nothing = await intake.message(says("/cancel", event="m1"))
    running = await intake.message(says(event="m2"))
    done = await intake.message(says("/cancel", event="m3"))

    assert running.turn is not None
    assert "nothing under way" in nothing.note
    assert (done.turn, done.note, done.is_error) == (None, "Cancelled.", False)
    assert await house.turns.cancel_requested(running.turn)


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
